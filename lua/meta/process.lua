---@meta

-- Processes, dumps, threads and frames, for the Lua language server.

---@class pyflame.symbol
---@field name string
---@field at pyflame.address
---@field size integer
---@field section? string ".text"
---@field path string

---@class pyflame.process
---@field pid integer
---@field executable string the path of its program
---@field command? string[] what it was started with
---@field python string "3.11.7"
---@field version_hex integer 0x030b07f0, to compare
---@field runtime pyflame.address
---@field free_threaded boolean whether it is a build that can do without a GIL
---@field warning? string when its version is newer than any that is known
local process = {}

---A dump of all threads, now.
---@return pyflame.dump? dump
---@return string? message
---@return pyflame.error_code? code
function process:dump() end

---@return pyflame.thread[]? threads of a new dump
---@return string? message
---@return pyflame.error_code? code
function process:threads() end

---@return pyflame.interpreter[]? interpreters of a new dump
---@return string? message
---@return pyflame.error_code? code
function process:interpreters() end

---Starts sampling.
---@param options? pyflame.sampling
---@return pyflame.samples? samples
---@return string? message
---@return pyflame.error_code? code
function process:samples(options) end

---Stops every Python thread, or the threads with these ids.
---@param tids? integer[]
---@return pyflame.hold? hold
---@return string? message
---@return pyflame.error_code? code
function process:stop(tids) end

---Waits for a thread whose stack is wanted, and holds the process there.
---@param options pyflame.catching
---@return pyflame.hold? hold
---@return pyflame.thread|string|nil thread or the message
---@return pyflame.error_code? code
function process:catch(options) end

---@return { start: pyflame.address, size: integer, offset: integer, permissions: string, inode: integer, path: string, deleted: boolean }[]? maps
---@return string? message
---@return pyflame.error_code? code
function process:maps() end

---The kernel's threads.
---@return { tid: integer, ns_tid: integer, state: string, comm: string }[]? tasks
---@return string? message
---@return pyflame.error_code? code
function process:tasks() end

---The ELF files that it has mapped.
---@return { path: string, start: pyflame.address, size: integer, deleted: boolean, build_id: string? }[]? files
---@return string? message
---@return pyflame.error_code? code
function process:files() end

---The ELF symbol that an address belongs to; a single nil when there is none.
---@param at pyflame.address
---@return pyflame.symbol? symbol
---@return string? message
---@return pyflame.error_code? code
function process:symbol_at(at) end

---@param pattern? string a part of the name, or all of it with * ? [a-z]
---@param limit? integer 10000 unless told
---@return pyflame.symbol[]? symbols
---@return boolean|string|nil more or the message
---@return pyflame.error_code? code
function process:symbols(pattern, limit) end

---@return table[]? gils see doc/lua-api.md
---@return string? message
---@return pyflame.error_code? code
function process:gils() end

---@return table[]? waits see doc/lua-api.md
---@return string? message
---@return pyflame.error_code? code
function process:locks() end

---The tasks of asyncio, in no order. `awaiters` are indices of this array.
---@param options? { done: boolean? }
---@return pyflame.async_tasks? tasks
---@return string? message
---@return pyflame.error_code? code
function process:async_tasks(options) end

---@return table[]? collectors see doc/lua-api.md
---@return string? message
---@return pyflame.error_code? code
function process:collectors() end

---A task of asyncio, of process:async_tasks().
---@class pyflame.async_task
---@field at pyflame.address
---@field loop? pyflame.address
---@field name? string
---@field coroutine? string
---@field state "running"|"waiting"|"ready"|"done"
---@field thread? pyflame.address
---@field frames pyflame.frame[]
---@field truncated? string
---@field waiter? pyflame.address
---@field waiter_type? string
---@field outside? string
---@field worker? pyflame.address
---@field blocked? pyflame.address
---@field awaiters integer[]

---@class pyflame.async_tasks
---@field [integer] pyflame.async_task
---@field late boolean
---@field unread integer
---@field truncated? string
---@field pause_ns integer

---Options of process:heap().
---@class pyflame.heap_options
---@field type? string
---@field referrers? pyflame.address
---@field limit? integer 10 unless told
---@field repr? boolean
---@field max_pause? number seconds

---The objects that the garbage collectors know.
---@param options? pyflame.heap_options
---@return table? heap see doc/lua-api.md
---@return string? message
---@return pyflame.error_code? code
---@return string? advice
function process:heap(options) end

---What sys.modules has.
---@param at? pyflame.address of an interpreter; the main one unless told
---@return { name: string, file: string? }[]? modules
---@return integer|string|nil unread or the message
---@return pyflame.error_code? code
function process:imports(at) end

---An ELF symbol.
---@param name string
---@return pyflame.address? at
---@return integer|string|nil size
---@return pyflame.error_code? code
function process:symbol(name) end

---Bytes of memory, all or none.
---@param at pyflame.address
---@param size integer
---@return string? bytes
---@return string? message
---@return pyflame.error_code? code
function process:read(at, size) end

---A file of the process's, opened for reading through its own root.
---@param path string
---@return file*? file
---@return string? message
---@return pyflame.error_code? code
function process:open(path) end

---Whether it is still there, and the same program.
---@return true? good
---@return string? message
---@return pyflame.error_code? code
function process:check() end

---Lets go of it, and of its holds.
function process:close() end

---Lets go of it, and of its holds.
function process:detach() end

---@class pyflame.dump
---@field threads pyflame.thread[]
---@field interpreters pyflame.interpreter[]
---@field pause_ns integer for how long threads stood still
---@field truncated? string why threads are missing
local dump = {}

---@class pyflame.interpreter
---@field id integer 0 for the main one
---@field threads pyflame.thread[]
---@field at pyflame.address
local interpreter = {}

---@class pyflame.thread
---@field [integer] pyflame.frame 1 is the newest
---@field tid? integer the kernel's id
---@field ident? integer what threading.get_ident() gives there
---@field name? string
---@field gil boolean whether it holds the GIL
---@field gc boolean whether it is collecting garbage
---@field state string the kernel's letter
---@field syscall? string the system call that it slept in
---@field gil_wait boolean whether it slept until it gets the GIL
---@field interpreter integer the id of its interpreter
---@field truncated? string why older frames are missing
---@field at pyflame.address
---@operator len: integer
local thread = {}

---An iterator over its frames, the newest first.
---@return fun(): pyflame.frame?
function thread:frames() end

---@class pyflame.frame
---@field name string
---@field function string the name
---@field qualname? string
---@field file string
---@field line? integer
---@field end_line? integer
---@field column? integer
---@field end_column? integer
---@field level integer 0 for the newest
---@field code pyflame.code
---@field lasti integer the instruction, in bytes of bytecode
---@field at pyflame.address
local frame = {}

---The frame that called it; nil for the oldest.
---@return pyflame.frame?
function frame:older() end

---Its variables, arguments first, as they are now.
---@param limits? pyflame.limits
---@return pyflame.variable[]? variables
---@return string? message
---@return pyflame.error_code? code
function frame:locals(limits) end

---Its arguments, in their order.
---@param limits? pyflame.limits
---@return pyflame.variable[]? variables
---@return string? message
---@return pyflame.error_code? code
function frame:arguments(limits) end

---What an expression is worth there; nothing is executed.
---@param expression string the part of Python's that reading alone can answer
---@param variables? table<string, any> what $names stand for: values, numbers, texts, booleans
---@return pyflame.value? value
---@return string? message
---@return pyflame.error_code? code
function frame:eval(expression, variables) end

---The same, with all that is usually asked of it, at one moment.
---@param expression string
---@param limits? pyflame.limits
---@param variables? table<string, any>
---@return { value: pyflame.value, text: string, type: string, plain: any }? found
---@return string? message
---@return pyflame.error_code? code
function frame:inspect(expression, limits, variables) end

---Whether an expression is true there, as "if" would ask.
---@param expression string
---@param variables? table<string, any>
---@return boolean? truth
---@return string? message
---@return pyflame.error_code? code
function frame:test(expression, variables) end

---The globals of its module.
---@param pattern? string with * ? [a-z]
---@param limits? pyflame.limits
---@return pyflame.variable[]? variables
---@return string? message
---@return pyflame.error_code? code
function frame:globals(pattern, limits) end

---@class pyflame.code
---@field name string
---@field qualname? string
---@field file string
---@field first_line? integer
---@field at pyflame.address
local code = {}

---@class pyflame.hold
---@field paused_ns? integer for how long threads were stopped, once they run on
local hold = {}

---Lets the threads run on.
function hold:resume() end

---Whether the thread is held.
---@param tid integer
---@return boolean
function hold:has(tid) end
