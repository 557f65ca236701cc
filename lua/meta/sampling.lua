---@meta

-- Samples and what becomes of them, for the Lua language server.

---@class pyflame.choice
---@field idle? boolean false: not those of when nobody ran Python code
---@field states? string[]
---@field without_syscalls? string[]
---@field where? string an expression that must be true in the stack
---@field min_depth? integer
---@field thread? string a pattern for the thread's name
---@field tid? integer the kernel's id of the thread
---@field line? integer
---@field file? string
---@field func? string
---@field module? string

---@class pyflame.sampling: pyflame.choice
---@field rate? number seconds from one sample to the next
---@field seconds? number for so long
---@field max? integer so many samples at most
---@field mode? "exact"|"nonstop"
---@field threads? boolean every Python thread
---@field children? boolean the descendants, too
---@field max_pause? number
---@field max_memory? number MiB
---@field keep? boolean samples stay in memory
---@field record? string a path
---@field progress? fun(samples: pyflame.samples)

---@class pyflame.catching: pyflame.choice
---@field match? fun(stack: pyflame.sample): any
---@field lasting? number seconds that it must have matched at each look
---@field rate? number seconds from one look to the next
---@field seconds? number for so long at most
---@field max_pause? number

---@class pyflame.samples
---@field ended boolean whether no more will come
---@field stats table<string, number>
---@field info table<string, any>
---@field start_ns integer nanoseconds since 1970
---@operator len: integer
---@operator call: pyflame.sample
local samples = {}

---One sample after the other, as it comes.
---@return fun(): pyflame.sample?
function samples:each() end

---Counts all that is left, or what comes within some seconds.
---@param options? { by_thread?: boolean, by_syscall?: boolean, seconds?: number }
---@return pyflame.tally tally
function samples:tally(options) end

---Writes all that is left.
---@param format string|pyflame.format
---@param file? string|table a path, or something with write()
---@param options? table
---@return true? done
---@return string? message
---@return pyflame.error_code? code
function samples:write(format, file, options) end

---Passes over all that is left; how many there were.
---@return integer count
function samples:run() end

---Asks sampling to end.
function samples:stop() end

---Ends it at once.
function samples:close() end

---Back to the first one.
function samples:rewind() end

---Why it ended before its time.
---@return string? message
---@return pyflame.error_code? code
function samples:reason() end

---With children: why the first process that could not be read is left out.
---@return string? message
---@return pyflame.error_code? code
function samples:refusal() end

---Why the first of the samples that `stats.undecided` or `stats.nowhere` counts was left out.
---@return string? message
---@return pyflame.error_code? code
function samples:doubt() end

---While it is not closed, the first signal does not end the script.
---@return pyflame.shield? shield
function samples:shield() end

---@class pyflame.shield
local shield = {}

function shield:close() end

---@class pyflame.sample
---@field [integer] pyflame.place 1 is the newest frame
---@field time number seconds since the first sample
---@field time_ns integer
---@field state "gil"|"running"|"gil-wait"|"waiting"|"idle"|"failed"
---@field syscall? string
---@field pid integer
---@field thread? pyflame.sampled_thread
---@field thread_id integer
---@field stack integer equal stacks have equal ones
---@field depth integer
---@field count integer how often, for a row of a tally
---@operator len: integer
local sample = {}

---An iterator over its frames, the newest first.
---@return fun(): pyflame.place?
function sample:frames() end

---@param number integer 1 is the newest
---@return pyflame.place?
function sample:frame(number) end

---Whether one of its frames matches all that is given.
---@param frame { file?: string, func?: string, module?: string, line?: integer }
---@return boolean
function sample:has(frame) end

---All frames in one line, the oldest first.
---@param format? string "%f:%n:%l"
---@return string
function sample:text(format) end

---@class pyflame.place
---@field name string
---@field function string the name
---@field qualname? string
---@field file string
---@field line? integer
---@field id integer
local place = {}

---@param format? string "%f:%n:%l"
---@return string
function place:text(format) end

---@class pyflame.sampled_thread
---@field tid? integer
---@field ident? integer
---@field name? string
---@field interpreter integer
---@field pid integer
---@field id integer
local sampled_thread = {}

---@class pyflame.tally
---@field [integer] pyflame.sample
---@field total integer how many samples were counted
---@operator len: integer
local tally = {}

---@return fun(): pyflame.sample?
function tally:rows() end

---@return { name: string, qualname?: string, file: string, self: integer, total: integer }[]
function tally:functions() end

---@class pyflame.child
---@field pid integer
local child = {}

---Waits until it is a Python.
---@param options { seconds?: number }
---@return pyflame.process? process
---@return string? message
---@return pyflame.error_code? code
function child:attach(options) end

---Waits for its end; nil when it runs on.
---@param seconds? number
---@return { status: integer, signal?: integer }?
function child:wait(seconds) end

---@param number integer
---@return boolean sent
function child:signal(number) end

---Forgets it; it runs on.
function child:close() end

---@class pyflame.file
local file = {}

---@param text string|number
---@param ... string|number
---@return true? done
---@return string? message
---@return pyflame.error_code? code
function file:write(text, ...) end

---Gives it its name.
---@return true? done
---@return string? message
---@return pyflame.error_code? code
function file:finish() end

function file:close() end
