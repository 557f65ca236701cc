"""Expressions that are to be worth what eval() makes of them in expressions.py."""

# Each is evaluated by Python itself, too: a value by its repr(), a failure by its words.
SAME = r"""
GLOBAL
GLOBAL + small
undefined_name
len(lst)
cell
job.name
job.next.name
job.next.next is job
job.next.next.next.name
job.size * 2 + 1
job.limit
job.kinds[1]
job.nothing
Job.limit
Job.kinds
Job.nothing
job.__class__.__name__
type(job).__name__
type(job) is Job
type(job) == Job
type(job) is Base
slotted.x
eq == eq
eq is eq
job == job
job == job.next
job != job.next
job == None
job is None
eq is not None
n is None
n == None
t is True
f is False
small is None
small == 5
small == 5.0
small == t
t == 1
zero == f
neg // 2
neg % 3
big
big == 1267650600228229401496703205376
big == 1267650600228229401496703205377
big > 1e30
big < inf
bigneg < -1e20
fl + small
nan == nan
nan != nan
nan < 1
inf > big
fl == 1.5
one == 1
text == 'hello'
text == u'hello'
text == b'hello'
text != 'x'
text < 'hellp'
text[0]
text[-1]
text[1:3]
text[::-1]
text[9]
'ell' in text
'x' in text
text + 'X'
len(text)
uni
uni[1]
astral[0]
len(latin)
sur == u'\udc80'
by
by[0]
by[1:]
by == b'a\xff\x00'
ba == b'xyz'
ba[0]
len(ba)
len(by)
97 in by
empty or 'default'
not empty
not text
not zero
not small
not n
not lst
not none_list
not dic
not empty_dict
not st
not dq
not rng
not pt
not job
not mylist
not myint
not lock
not fn
not cplx0
2j
1.5J
07j
1e3j
-(1 + 2j)
1 + 2j
(1 + 2j) * (3 - 1j)
1.5 - 2j == 1.5 - 2j
cplx == 1j
cplx == 2j
cplx == cplx
cplx * cplx == -1
cplx + 1
cplx0 == 0
1 == 1 + 0j
big == big + 0j
cplx == 'x'
cplx == None
-cplx
~cplx
2j in (1, 2j)
2j or 1
type(cplx) is type(2j)
cplx.real
cplx.imag + 1
(3 - 2j).imag
not cplx
not dt
not nan
tup
tup[0]
tup[-1]
tup[3]
tup[0:2]
tup == (1, 'a', None)
tup == (1, 'a', 0)
tup == [1, 'a', None]
tup < (2,)
tup < (1, 'b')
lst
lst[0]
lst[-1]
lst[10]
lst[-6]
lst[1:3]
lst[::-1]
lst[::2]
lst[-2:]
lst[1:4][1:][0]
lst[t]
lst == [1, 2, 3, 4, 5]
lst == [1, 2]
lst > [1, 2]
lst != lst
lst[5:]
3 in lst
9 in lst
9 not in lst
'a' in tup
None in tup
nested[0][1][1][0]
nested[1]['k'][0]
nested[0] == [1, [2, (3,)]]
evil[1][1][1][0]
evil == evil
dic['key']
fd['a'], fd['b'][0], len(fd), not fd
fd['z']
'a' in fd, 'z' in fd, fd == fd
dic[u'key']
dic[2]
dic[2.0]
dic[True]
dic[1]
dic[1.0]
dic[(1, 'a')]
dic[(1.0, 'a')]
dic[None]
dic[3.5]
dic[1208925819614629174706176]
dic[job]
dic['nope']
dic[99]
dic[job.next]
'key' in dic
'nope' in dic
None in dic
(1, 'a') in dic
(1, 'b') in dic
job in dic
len(dic)
dic == dic
dic == None
dic == 5
empty_dict == dic
ints[999]
ints[1000]
ints[500.0]
500 in ints
len(ints)
st == st
1 in st
1.0 in st
'a' in st
'b' in st
(1, 2) in st
1180591620717411303424 in fs
1.5 in fs
2.5 in fs
len(st)
rng[0]
rng[-1]
rng[6]
rng[7]
len(rng)
7 in rng
8 in rng
7.0 in rng
31 in rng
-1 in rng
'a' in rng
dq[0]
dq[-1]
dq[3]
len(dq)
'b' in dq
9 in dq
od['a']
od['q']
len(od)
'z' in od
dd['x']
dd['x'][0]
len(dd)
pt.x
pt.y
pt[0]
pt
pt == (1, 'y')
len(pt)
isinstance(pt, tuple)
isinstance(pt, Point)
isinstance(job, Job)
isinstance(job, Base)
isinstance(job, object)
isinstance(job, (int, Base))
isinstance(t, int)
isinstance(myint, int)
isinstance(job, Slotted)
isinstance(lst, list)
myint
myint + 1
myint == 4
mystr == 'sub'
mystr
mystr[0]
mylist[0]
mylist == [9, 8]
len(mylist)
mylist[::-1]
mydict['a']
mydict['b']
len(small)
len(job)
len(n)
n.x
mod.maxsize > 0
mod.version_info[0] >= 2
mod.version_info.major
dt == dt2
dt == dt
dec == None
fn == fn
fn == None
cls is Job
cls == Job
lock == None
lock is lock
id(job) == id(job.next.next)
hex(255)
repr(text)
repr(lst)
len(repr(wide))
repr(wide)[-6:]
str(wide)[-6:]
str(text)
str(small)
bool(lst)
bool(job)
int(fl)
int('12')
float(small)
abs(neg)
type(text) is str
type(lst) is list
type(job) is type(job.next)
len(text) > 3 and text[0] == 'h'
small > 3 and job.name == 'acme'
job.next and job.next.size
job.next is None or job.next.size > 2
1 < small < 10
1 < small < 3
small in (1, 5)
small not in [1, 5]
(small, text)
[small, lst[0]]
lst[small]
lst[lst[0]]
dic[lst[1]]
text in ('hello', 'x')
job.name in dic
small + text
-text
~small
small & 4
small | 8
1 << small
2 ** small
2**62
(-2)**63
-2**2
2**3**2
(-1)**(10**18 + 1)
0**0
t**f
-small**2 + 1
small**2 % 7
text ** 2
'yes' if small else 'no'
'yes' if zero else 'no'
job.nothing if n else job.name
1 if zero else 2 if n else 3
(1 if t else 2) + 1
[small if t else zero, 2]
lst[1 if t else 0]
small >> 1
job.__doc__
Job.__mro__[1] is Base
Job.__name__
Job.__dict__['kinds']
job.__module__
job.__dict__['name']
job.__dict__['nothing']
job.__dict__[0]
'size' in job.__dict__
'limit' in job.__dict__
len(job.__dict__)
not job.__dict__
bare.__dict__
not bare.__dict__
bare.__dict__ or 5
slotted.__dict__
mylist.__dict__
mydict.__dict__
few.__dict__
few.__dict__ is None
mod.__dict__['maxsize'] > 0
fn.__dict__
small.__dict__
lst.__dict__
problem.__dict__
classic.value
classic.limit
classic.__class__ is Newer
classic.__class__.__name__
type(classic) is Newer
Newer.limit
Newer.__name__
Newer.__bases__[0] is Classic
Newer.__bases__[0].__name__
Newer.__dict__['kind']
""".strip().split("\n")
