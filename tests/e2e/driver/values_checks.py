"""Values of every kind: what the shell and Lua print of them is what Python itself would."""
import re

from .outcome import Failure, expect

SHOWN = 12  # wrong values per failure
MARK = "@@"
EVALUATE = """
local frame = pf.frame()
for name in ([[%s]]):gmatch("%%S+") do
  local value, problem = frame:eval(name)
  print("@@" .. name .. "=" .. (value and value.repr or problem))
end
"""


WORTH = """
local frame = pf.thread()[1]
for name, expression in ([==[%s]==]):gmatch("(%%w+)\\t([^\\n]+)\\n") do
  local value, problem = frame:eval(expression)
  print("@@" .. name .. "=" .. (value and value.repr or problem))
end
"""


def batch(context, target, *words):
    """What the shell prints; a command that fails does not end it."""
    _, output, errors = context.tool.run("-batch", "-nx", "--keep-going", "-p", str(target.pid),
                                         *words)
    return output.decode("utf-8"), errors


def told(output):
    """What was printed behind each name."""
    return dict(re.findall(r"^@@(\w+)=(?:\$\d+ = )?(.*)$", output, re.M))


def printed(context, target, names, *before):
    """Each name's value, by one run of the tool."""
    words = list(before)
    for name in names:
        words += ["-ex", "echo %s%s=" % (MARK, name), "-ex", "print " + name]
    return told_by(batch(context, target, *words))


def evaluated(context, target, names):
    return told_by(batch(context, target, "-e", EVALUATE % " ".join(names)))


def told_by(result):
    output, errors = result
    have = told(output)
    if not have:
        raise Failure("nothing is printed: %s%s" % (output[:500], errors[:500]))
    return have, errors


def listed(context, target, command):
    """What an info command lists: name -> text, in its order."""
    output, errors = batch(context, target, "-ex", command)
    rows = [line.partition(" = ") for line in output.splitlines()]
    wrong = [row[0] for row in rows if not row[1]]
    if wrong and wrong not in (["No locals."], ["No arguments."]):
        raise Failure("%s: no values: %s %s" % (command, wrong[:SHOWN], errors[:500]))
    return {name: text for name, equals, text in rows if equals}


def matches(case, have):
    if "text" in case:
        return have == case["text"]
    return re.fullmatch(case["pattern"], have) is not None


def short(text):
    return text if len(text) < 300 else text[:200] + " ... " + text[-90:]


def compare(cases, have, errors=""):
    """Fails unless what is printed of each is what its case wants."""
    wrong = []
    for case in cases:
        name = case["name"]
        if not matches(case, have.get(name, "")):
            want = case.get("text") or case["pattern"]
            wrong.append("%s: %s\n  instead of %s" % (
                name, short(have.get(name, "(nothing)")), short(want)))
    if wrong:
        raise Failure("\n".join(["%d of %d differ:" % (len(wrong), len(cases))] + wrong[:SHOWN] +
                                [short(errors)]))


def names_of(cases):
    return [case["name"] for case in cases]


def check_all(ask):
    """Every value there is, by one way to ask for it."""
    def check(context):
        with context.start("values") as target:
            cases = target.truth["values"]
            compare(cases, *ask(context, target, names_of(cases)))
    return check


def from_locals(context, target, names):
    have = listed(context, target, "info locals")
    expect(list(have) == sorted(names), "other names, or in another order: %s",
           sorted(set(have) ^ set(names))[:SHOWN])
    return have, ""


def check_numpy(context):
    with context.start("values_numpy") as target:
        cases = target.truth["values"]
        compare(cases, *printed(context, target, names_of(cases)))


def check_some(*names):
    """Values by name: `print`, `info locals` and Lua."""
    def check(context):
        with context.start("values", *names) as target:
            for ask in (printed, evaluated, from_locals):
                compare(target.truth["values"], *ask(context, target, list(names)))
    return check


def check_full(*names):
    """No limits: all of what Python itself prints."""
    def check(context):
        with context.start("values", "--full", *names) as target:
            cases = target.truth["values"]
            have, errors = printed(
                context, target, names, "-ex", "set print elements unlimited", "-ex",
                "set print max-string unlimited", "-ex", "set print repeats unlimited", "-ex",
                "set print depth unlimited")
            compare([{"name": case["name"], "text": case["full"]} for case in cases], have, errors)
    return check


def check_elements(context):
    """As many as are asked for."""
    with context.start("values", "list_of_1000", "text_4096") as target:
        have, _ = printed(context, target, ["list_of_1000", "text_4096"], "-ex",
                          "set print elements 3", "-ex", "set print max-string 5")
    expect(re.fullmatch(r"\[0, 1, 2(, )?\.\.\.\]", have["list_of_1000"]), "%s", have)
    expect(have["text_4096"].lstrip("u") == "'xxxxx'...", "%s", have)


def check_scope(word):
    """What `info args` and `info locals` list, and each by its name."""
    def check(context):
        with context.start("scopes", word) as target:
            truth = target.truth
            check_arguments(truth, listed(context, target, "info args"))
            variables = listed(context, target, "info locals")
            check_variables(truth, variables)
            check_by_name(context, target)
    return check


def check_arguments(truth, have):
    """Those that have a value, in their order; what a generator expression goes over is one."""
    want = [tuple(pair) for pair in truth["arguments"]]
    have = [(name, text) for name, text in have.items()
            if not name.startswith(".") and (name not in truth["unbound"] or text != "<unbound>")]
    expect(have == want, "arguments: %s, not %s", have, want)


def check_variables(truth, have):
    """Arguments may be among them."""
    for name, text in truth["variables"]:
        expect(have.get(name) == text, "%s is %s, not %s", name, have.get(name), text)
    known = dict(truth["arguments"] + truth["variables"])
    for name, text in have.items():
        expect(known.get(name, text) == text, "%s is %s, not %s", name, text, known.get(name))
    more = set(have) - set(known) - set(truth["unbound"])
    more = [name for name in more if not name.startswith(("_", "."))]
    expect(truth["more"] or not more, "variables that are none: %s", more)
    for name in truth["unbound"]:
        expect(have.get(name, "<unbound>") == "<unbound>", "%s is %s", name, have.get(name))


def check_by_name(context, target):
    pairs = target.truth["arguments"] + target.truth["variables"]
    cases = [{"name": name, "text": text} for name, text in pairs][:50]
    compare(cases, *printed(context, target, names_of(cases)))


def check_expressions(script):
    """What they are worth is what Python's own eval() says, and what it fails with."""
    return lambda context: compare_expressions(context, script)


def compare_expressions(context, script):
    with context.start(script) as target:
        cases = target.truth["expressions"]
        rows = "".join("%s\t%s\n" % (case["name"], case["expression"]) for case in cases)
        have, errors = told_by(batch(context, target, "-e", WORTH % rows))
    for case in cases:
        if case["name"] in have:
            have[case["name"]] = "%s: %s" % (case["expression"], have[case["name"]])
        case["text"] = "%s: %s" % (case["expression"], case["text"])
    compare(cases, have, errors)


def check_trashed(context):
    """Damage is shown where it is, and nothing else suffers from it."""
    with context.start("trashed") as target:
        damaged, whole = target.truth["corrupt"], target.truth["whole"]
        cases = [{"name": name, "pattern": r".*<corrupt: [^<>]+>.*"} for name in damaged]
        cases += [{"name": name, "text": text} for name, text in whole.items()]
        for ask in (printed, evaluated, from_locals):
            have, errors = ask(context, target, names_of(cases))
            compare(cases, have, errors)
            expect(have["list_with"].startswith("[1, ") and have["list_with"].endswith("'behind']"),
                   "what is beside the damage: %s", have["list_with"])


SCOPES = """no-arguments-more changed closure cell-argument empty-cell class-body comprehension
expression generator coroutine many module apart names keywords""".split()

EACH = {
    "values-print": check_all(printed),
    "values-lua": check_all(evaluated),
    "values-locals": check_all(from_locals),
    "values-unlimited": check_full("list_of_1000", "tuple_of_1000", "dict_of_300", "set_of_1000",
                                   "text_4096", "text_4096_bmp", "bytes_4096", "list_depth_many",
                                   "list_repeats_1000", "deque_of_1000", "text_2000"),
    "values-elements": check_elements,
    "values-numpy": check_numpy,
    "values-expressions": check_expressions("expressions"),
    "values-vast": check_expressions("vast"),
    # What peers get wrong.
    "peers-2-to-the-100": check_some("int_2_to_100", "int_least"),
    "peers-unter": check_some("text_latin_unter"),
    "peers-hello": check_some("text_latin_hello"),
    "peers-hanzi": check_some("text_bmp", "text_astral"),
    "peers-argument-order": check_scope("arguments"),
    "peers-cyclic-list": check_some("list_cyclic", "list_cyclic_pair", "tuple_cyclic"),
    "peers-self-referring-dict": check_some("dict_self", "dict_in_list"),
    "peers-escape-sequences": check_some("text_escape", "text_controls", "text_c1"),
    "peers-lone-surrogates": check_some("surrogate_high", "surrogate_low", "surrogates_reversed"),
    "peers-4096-characters": check_some("text_4096", "text_4096_latin", "text_4096_bmp",
                                        "text_4096_astral", "bytes_4096"),
    "peers-trashed-locals": check_trashed,
}
EACH.update(("scope-" + word, check_scope(word)) for word in SCOPES)
