---@meta

-- What there is in the shell only, for the Lua language server.

---@class pyflame.session
---@field process? pyflame.process
---@field thread? pyflame.thread the selected one
---@field frame? pyflame.frame the selected one
---@field recording? string the path of the recording that is looked at
---@field chosen boolean whether a frame was selected, and is still there
---@field stopped boolean whether the process is kept still until "continue"
local session = {}

---What is looked at next is of then, also within a command.
function session:refresh() end

---Keeps the process still from now on, as "stop" does.
---@return true? done
---@return string? message
---@return pyflame.error_code? code
function session:stop() end

---Lets it run on, when it was stopped in that way.
function session:resume() end

---@return pyflame.thread[]? threads of the command's dump
---@return string? message
---@return pyflame.error_code? code
function session:threads() end

---The number that "info threads" shows.
---@param thread pyflame.thread
---@return integer?
function session:number(thread) end

---The number of the thread that a word means: "2", "lwp:4711", a name.
---@param word string
---@return integer? number
---@return string? message
---@return pyflame.error_code? code
function session:find_thread(word) end

---Selects a frame of the selected thread.
---@param level integer 0 for the newest
---@return pyflame.frame? frame
---@return integer|string|nil level or the message
---@return pyflame.error_code? code
function session:select_frame(level) end

---Selects a thread.
---@param number integer
---@return pyflame.thread? thread
---@return string? message
---@return pyflame.error_code? code
function session:select(number) end

---Looks at a recording, in place of what is attached.
---@param path string
function session:open_recording(path) end

---@alias pyflame.words { [integer]: string, text: string }

---@class pyflame.command
---@field name string
---@field alias? string|string[]
---@field group? string
---@field usage? string
---@field summary? string
---@field help? string
---@field min_args? integer
---@field max_args? integer
---@field needs? "nothing"|"process"|"stopped"
---@field again? boolean whether an empty line repeats it
---@field complete? string|fun(session: pyflame.session, word: string, before: string): string[]?
---@field options? string for completion: "-one -two"
---@field lua? string|fun(words: pyflame.words): string?, string?, pyflame.error_code? the script that --lua prints
---@field run fun(session: pyflame.session, args: pyflame.words): any, string?, pyflame.error_code?

---@class pyflame.command_listing
---@field name string
---@field aliases string[]
---@field group string
---@field usage? string
---@field summary string
---@field help? string
---@field needs string
---@field again boolean

---@class pyflame.param
---@field name string
---@field type? "bool"|"int"|"uint"|"enum"|"string"|"filename"
---@field values? string[]
---@field default? any
---@field what? string
---@field sentence? string
---@field help? string
---@field on_set? fun(value: any)
---@field show? fun(value: any): string

---@class pyflame.format
---@field name? string
---@field summary? string
---@field begin? fun(self: table)
---@field thread? fun(self: table, thread: pyflame.thread, frames: pyflame.frame[])
---@field frame? fun(self: table, frame: pyflame.frame, thread: pyflame.thread)
---@field source? fun(self: table, samples: pyflame.samples)
---@field sample? fun(self: table, sample: pyflame.sample)
---@field tally? fun(self: table, row: pyflame.sample)
---@field total? fun(self: table, tally: pyflame.tally, samples: pyflame.samples)
---@field finish? fun(self: table)

---@class pyflame.frame_filter
---@field name string
---@field priority? integer 100, as usual; the highest comes first
---@field enabled? boolean
---@field filter fun(frames: fun(): pyflame.frame?): any an iterator, a sequence or an array

---@class pyflame.printer
---@field name? string
---@field type? string "collections.deque"
---@field pattern? string
---@field enabled? boolean
---@field to_string? fun(value: any): string
---@field children? fun(value: any): fun(): any, any
---@field hint? "array"|"map"|"string"

---@alias pyflame.event_name "attach"|"detach"|"exited"|"exec"|"stop"|"resume"|"new_thread"|"thread_exit"|"error"|"before_prompt"|"exit"

---@class pyflame.event
---@field event pyflame.event_name
---@field pid? integer
---@field number? integer of the thread
---@field tid? integer
---@field message? string
---@field code? pyflame.error_code
---@field status? integer

---@class pyflame.event_handle
local event_handle = {}

---From now on its function hears nothing more.
function event_handle:off() end

---@class pyflame.sequence
---@operator call: any
local sequence = {}

---Those that a function, or an expression such as "name == 'leaf'", is true for.
---@param f string|fun(value: any): any
---@return pyflame.sequence
function sequence:where(f) end

---What a function or an expression makes of each; nil leaves it out.
---@param f string|fun(value: any): any
---@return pyflame.sequence
function sequence:map(f) end

---What each has of its own, one after the other.
---@param f? string|fun(value: any): any an iterator, a sequence or an array
---@return pyflame.sequence
function sequence:flat(f) end

---The first of those with equal keys.
---@param key? string|fun(value: any): any
---@return pyflame.sequence
function sequence:uniq(key) end

---At most so many, 10 as usual.
---@param count? integer
---@return pyflame.sequence
function sequence:head(count) end

---@param key? string|fun(value: any): any
---@param descending? boolean
---@return pyflame.sequence
function sequence:sort(key, descending) end

---How often each key occurs, the most frequent first: tables with count, key and first.
---@param key? string|fun(value: any): any
---@return pyflame.sequence
function sequence:counts(key) end

---@return integer
function sequence:count() end

---@return any
function sequence:first() end

---@return any[]
function sequence:list() end

---@return fun(): any
function sequence:each() end

---A line for each, made safe for a terminal.
function sequence:print() end
