/* script/samples, tallies, children, files and search: what Lua has of them, over made-up samplers. */
#include "fake_pyflame.h"
#include "fake_sampling.h"
#include "script/interruption.h"
#include "script/script.h"
#include "tap.h"

#include <lualib.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static lua_State *L;

/* What every piece of Lua here begins with. */
static const char prelude[] = "pyflame = require 'pyflame'\n"
			      "process = assert(pyflame.attach(4711))\n"
			      "function raises(words, body)\n"
			      "  local good, message = pcall(body)\n"
			      "  assert(not good, 'nothing was raised')\n"
			      "  assert(tostring(message):find(words, 1, true), message)\n"
			      "end\n";

static void run(const char *code)
{
	int status = luaL_dostring(L, code);
	ck_assert_msg(!status, "%s", lua_tostring(L, -1));
}

static void set_up(void)
{
	fake_reset();
	fake_sampling = (struct fake_sampling){ .batches = 3 };
	setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
	L = luaL_newstate();
	luaL_openlibs(L);
	luaL_requiref(L, "pyflame", luaopen_pyflame, 0);
	run(prelude);
}

/* Whatever a test does, nothing may be left over. */
static void tear_down(void)
{
	lua_close(L);
	ck_assert_int_eq(fake.processes, 0);
	ck_assert_int_eq(fake_sampling.samplers, 0);
	ck_assert_int_eq(fake_sampling.launches, 0);
	ck_assert(!script_interruption_handle(15, false));
}

static const char *const scripts[] = {
	/* a loop has all, and one object */
	"local n, first = 0\n"
	"for s in process:samples() do first = first or s; assert(s == first); n = n + 1 end\n"
	"assert(n == 12)",
	/* what a sample says of itself */
	"local text = {}\n"
	"for s in process:samples() do\n"
	"  text[#text + 1] = table.concat({ s.time, s.time_ns, s.state, s.stack, s.depth, #s,\n"
	"    s.thread_id, s.count, s:text('%n') }, ' ')\n"
	"  if #text == 2 then break end\n"
	"end\n"
	"assert(text[1] == '0.0 0 idle 0 0 0 0 1 ', text[1])\n"
	"assert(text[2] == '0.001 1000000 gil 2 2 2 1 1 main;leaf', text[2])",
	/* frames, newest first */
	"for s in process:samples{ states = { 'gil' } } do\n"
	"  local names = {}\n"
	"  for place in s:frames() do names[#names + 1] = place.name end\n"
	"  assert(table.concat(names, ' ') == (s.depth == 2 and 'leaf main' or 'main'))\n"
	"  assert(s[1].name == names[1] and s:frame(1)['function'] == names[1])\n"
	"  assert(s[s.depth].name == 'main' and not s[0] and not s[3] and not s[-1])\n"
	"end",
	/* a place, also when all else is gone */
	"local place, thread\n"
	"for s in process:samples{ min_depth = 2 } do place, thread = s[1], s.thread break end\n"
	"collectgarbage() collectgarbage()\n"
	"assert(place.file == '/srv/lib/json/decoder.py' and place.line == 7 and place.id == 2)\n"
	"assert(place.qualname == 'Decoder.leaf' and place:text() == place.file .. ':leaf:7')\n"
	"assert(tostring(place) == 'Decoder.leaf at ' .. place.file .. ':7')\n"
	"assert(thread.tid == 11 and thread.ident == 22 and thread.name == 'MainThread')\n"
	"assert(thread.interpreter == 0 and thread.id == 1)",
	/* filters */
	"local function count(options)\n"
	"  local n = 0\n"
	"  for _ in process:samples(options) do n = n + 1 end\n"
	"  return n\n"
	"end\n"
	"assert(count{ idle = false } == 9 and count{ idle = true } == 12)\n"
	"assert(count{ func = 'leaf' } == 3 and count{ func = 'ma*' } == 6)\n"
	"assert(count{ file = 'app.py' } == 6 and count{ module = 'json.*' } == 3)\n"
	"assert(count{ thread = 'Main*' } == 6 and count{ thread = 'x' } == 0)\n"
	"assert(count{ states = { 'idle', 'failed' } } == 6)\n"
	"assert(count{ states = { 'idle', 'failed' }, idle = false } == 3)\n"
	"assert(count{ idle = false, states = { 'idle', 'failed' } } == 3)\n"
	"assert(count{ min_depth = 2, func = 'main' } == 3)",
	/* tallies */
	"local samples = process:samples()\n"
	"local tally = samples:tally()\n"
	"assert(#tally == 4 and tally.total == 12 and #samples == 12)\n"
	"for row in tally:rows() do assert(row.count == 3 and not row.thread) end\n"
	"assert(tally[2]:text() == '/srv/app.py:main:3;/srv/lib/json/decoder.py:leaf:7')\n"
	"assert(not tally[0] and not tally[5])\n"
	"assert(process:samples():tally{ by_thread = true }[2].thread.name == 'MainThread')\n"
	"local f = tally:functions()\n"
	"assert(#f == 2 and f[1].name == 'main' and f[1].self == 3 and f[1].total == 6)\n"
	"assert(f[2].qualname == 'Decoder.leaf' and f[2].self == 3 and f[2].total == 3)\n"
	"assert(process:samples{ func = 'leaf' }:tally().total == 3)",
	/* reading in several ways, one after the other */
	"local samples = process:samples{ keep = true }\n"
	"for _ in samples do break end\n"
	"assert(samples:tally().total == 11)\n"
	"samples:rewind()\n"
	"assert(samples:run() == 12 and #samples == 12 and samples.ended)\n"
	"samples:rewind()\n"
	"for _ in samples:each() do end\n"
	"assert(#samples == 12)\n"
	"raises('were not kept', function() process:samples():rewind() end)",
	/* what it is known by */
	"local samples = process:samples{ rate = 0.5, threads = true, mode = 'nonstop' }\n"
	"samples:run()\n"
	"local info, stats = samples.info, samples.stats\n"
	"assert(info.pid == 4711 and info.python == '3.11.7' and info.mode == 'nonstop')\n"
	"assert(info.threads and info.rate == 0.5 and info.executable == '/usr/bin/python3.11')\n"
	"assert(stats.taken == 12 and stats.late == 0 and stats.elapsed == 0.0)\n"
	"assert(samples.start_ns == 1000000000)\n"
	"assert(select(2, samples:reason()) == 'GONE')",
	/* progress, at the end at least */
	"local seen\n"
	"local samples = process:samples{ progress = function(s) seen = s.ended end }\n"
	"samples:run()\n"
	"assert(seen == true)",
	/* closed samples say so; what came from them stays */
	"local samples = process:samples()\n"
	"local tally = samples:tally()\n"
	"samples:close() samples:close()\n"
	"samples:stop()\n"
	"assert(tally[2][1].name == 'leaf')",
	/* what is wrong with options */
	"local function wrong(words, options)\n"
	"  raises(words, function() process:samples(options) end)\n"
	"end\n"
	"wrong('rate is not a number', { rate = -1 })\n"
	"wrong('rate is not a number', { rate = 0 / 0 })\n"
	"wrong('rate is not a number', { rate = 1 / 0 })\n"
	"wrong('rate is not a number', { rate = '1' })\n"
	"wrong('seconds is not a number', { seconds = {} })\n"
	"wrong('seconds is not a number', { seconds = -1 / 0 })\n"
	"wrong('max is not an integer', { max = 1.5 })\n"
	"wrong('max is not an integer', { max = -1 })\n"
	"wrong('mode cannot be \"fast\"', { mode = 'fast' })\n"
	"wrong('no state \"happy\"', { states = { 'happy' } })\n"
	"wrong('states is empty', { states = {} })\n"
	"wrong('states is not an array', { states = 'gil' })\n"
	"wrong('no option \\'colour\\'', { colour = 1 })\n"
	"wrong('no option \\'1\\'', { 'x' })\n"
	"wrong('file is not a string', { file = 1 })\n"
	"wrong('progress is not a function', { progress = 1 })\n"
	"wrong('table expected', 5)",
	/* writing */
	"local out = { text = '' }\n"
	"function out:write(...) self.text = self.text .. table.concat{ ... } return true end\n"
	"assert(process:samples():write('folded', out))\n"
	"assert(out.text == '(idle) 3\\n(failed) 3\\n' ..\n"
	"  '/srv/app.py:main:3;/srv/lib/json/decoder.py:leaf:7 3\\n/srv/app.py:main:3 3\\n', out.text)",
	/* formats that are not there, and files that cannot be */
	"local none, message, code = process:samples():write('nonsense')\n"
	"assert(none == nil and message:match('^There is no format \"nonsense\".  Known: '))\n"
	"assert(code == 'USAGE')\n"
	"none, message, code = process:samples():write('folded', '/nonexistent/x')\n"
	"assert(none == nil and message:find('/nonexistent/x', 1, true) and code == 'SYSTEM')",
	/* children */
	"local child = assert(pyflame.launch{ 'ls', '-l' })\n"
	"assert(child.pid == 4711 and child:wait(0) == nil and child:wait().status == 3)\n"
	"assert(child:attach{ seconds = 1 }.pid == 4711 and child:signal(15))\n"
	"assert(select(3, child:attach{ seconds = 0 }) == 'NOT_PYTHON')\n"
	"child:close() child:close()\n"
	"raises('the child is closed', function() child:wait() end)\n"
	"raises('no words', function() pyflame.launch{} end)\n"
	"raises('string expected', function() pyflame.launch{ {} } end)\n"
	"raises('not a number of seconds', function() pyflame.launch{ 'ls' }:wait(-1) end)\n"
	"local none, message, code, status = pyflame.launch{ '/x' }\n"
	"assert(none == nil and message == 'cannot run /x' and code == 'SYSTEM' and status == 127)",
	/* JSON */
	"assert(pyflame.json('a\"\\n\\xff') == '\"a\\\\\"\\\\u000a\\\\\\\\xff\"', pyflame.json('a\"\\n\\xff'))",
	/* no recordings, no files of Lua's where there are none */
	"local none, message, code = pyflame.recording('/nonexistent')\n"
	"assert(none == nil and code == 'SYSTEM')\n"
	"raises(\"no file 'formats/x.lua' of pyflame's\", function() require 'pyflame.formats.x' end)\n"
	"raises('not found', function() require 'elsewhere.x' end)",
};

START_TEST(lua_code)
{
	run(scripts[_i]);
}
END_TEST

START_TEST(options_arrive)
{
	run("process:samples{ rate = 0.25, seconds = 2, threads = true, max = 7, max_pause = 0.5, "
	    "max_memory = 3 }");
	const struct pf_sampling_options *options = &fake_sampling.options;
	ck_assert_uint_eq(options->interval_ns, 250000000);
	ck_assert_uint_eq(options->duration_ns, 2000000000);
	ck_assert_uint_eq(options->max_samples, 7);
	ck_assert_uint_eq(options->max_pause_ns, 500000000);
	ck_assert_uint_eq(options->max_memory, 3 * 1024 * 1024);
	ck_assert(options->threads && options->mode == PF_EXACT);
	run("process:samples{ seconds = 0, rate = 0, mode = 'nonstop' }");
	ck_assert_uint_eq(options->max_samples, 1);
	ck_assert_uint_eq(options->duration_ns, 0);
	ck_assert_uint_eq(options->interval_ns, 0);
	ck_assert_int_eq(options->mode, PF_NONSTOP);
	run("process:samples{ seconds = -1 }");
	ck_assert_uint_eq(options->max_samples, 0);
	ck_assert_uint_eq(options->duration_ns, 0);
	run("process:samples()");
	ck_assert_uint_eq(options->interval_ns, 10000000);
}
END_TEST

START_TEST(a_loop_that_is_left_ends_sampling)
{
	run("for _ in process:samples() do break end");
	ck_assert_int_eq(fake_sampling.samplers, 0);
	run("pcall(function() for _ in process:samples() do error('x') end end)");
	ck_assert_int_eq(fake_sampling.samplers, 0);
	run("do local s <close> = process:samples() end");
	ck_assert_int_eq(fake_sampling.samplers, 0);
}
END_TEST

START_TEST(a_sampler_that_cannot_start)
{
	fake_sampling.fails = true;
	run("local none, message, code = process:samples()\n"
	    "assert(none == nil and message == 'process 4711 has ended' and code == 'GONE')");
}
END_TEST

START_TEST(a_sampler_that_breaks)
{
	fake_sampling.breaks = true;
	run("raises('memory', function() for _ in process:samples() do end end)\n"
	    "raises('memory', function() process:samples():tally() end)");
}
END_TEST

/* Until a signal is no longer taken for the one before, sent twice. */
static void outlast_twins(void)
{
	struct timespec rest = { 0, 210 * 1000 * 1000 };
	while (nanosleep(&rest, &rest))
		;
}

START_TEST(a_signal_ends_sampling_once)
{
	ck_assert(!script_interruption_handle(2, true));
	fake_sampling.batches = 1000000;
	run("s = process:samples()\n"
	    "s()");
	ck_assert(script_interruption_handle(2, true));
	ck_assert(script_interruption_handle(2, true)); /* timeout(1) sends it twice */
	outlast_twins();
	ck_assert(!script_interruption_handle(2, true));
	run("local n = 1 for _ in s do n = n + 1 end\n"
	    "assert(n == 4, n)\n"
	    "assert(s.ended and s:reason() == nil)");
	ck_assert(fake_sampling.stopped);
	run("for _ in process:samples{ seconds = 1 } do break end");
	ck_assert(!fake_sampling.stopped);
}
END_TEST

/* A hook, such as that of Ctrl-C in lua5.4, gets its turn while a tally waits. */
START_TEST(an_interrupted_wait_runs_hooks)
{
	fake_sampling.interrupts = true;
	run("assert(process:samples():tally().total == 12)\n"
	    "local function tally()\n"
	    "  local s = process:samples()\n"
	    "  debug.sethook(function(event)\n"
	    "    if event == 'count' then debug.sethook() error('hooked') end\n"
	    "  end, '', 1 << 30)\n"
	    "  s:tally()\n"
	    "end\n"
	    "raises('hooked', tally)");
}
END_TEST

START_TEST(signals_are_for_the_command)
{
	run("child = pyflame.launch{ 'ls' }\n"
	    "s = process:samples()");
	ck_assert(script_interruption_handle(15, false));
	ck_assert(script_interruption_handle(15, false));
	ck_assert(!script_interruption_pending());
	run("child:close()");
	ck_assert(script_interruption_handle(15, false));
	ck_assert(script_interruption_pending());
	run("s:close()");
	ck_assert(!script_interruption_pending());
	outlast_twins();
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("samples");
	TCase *tcase = tcase_create("Lua");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, lua_code, 0, sizeof(scripts) / sizeof(scripts[0]));
	tcase_add_test(tcase, options_arrive);
	tcase_add_test(tcase, a_loop_that_is_left_ends_sampling);
	tcase_add_test(tcase, a_sampler_that_cannot_start);
	tcase_add_test(tcase, a_sampler_that_breaks);
	tcase_add_test(tcase, a_signal_ends_sampling_once);
	tcase_add_test(tcase, an_interrupted_wait_runs_hooks);
	tcase_add_test(tcase, signals_are_for_the_command);
	suite_add_tcase(suite, tcase);
	return tap_run(suite);
}
