---@meta pyflame

-- The module "pyflame" for the Lua language server, so that editors complete and check scripts.
-- doc/lua-api.md says more of each. What fails in the world returns nil, a message, a code.

---@alias pyflame.error_code "NO_MEMORY"|"SYSTEM"|"PERMISSION"|"GONE"|"FAULT"|"TORN"|"NOT_PYTHON"|"UNSUPPORTED"|"CORRUPT"|"USAGE"|"INTERRUPTED"
---@alias pyflame.address integer an address in the process

---@class pyflame
---@field version string of this module
---@field prompt_hook? fun(prompt: string): string? makes the prompt out of the usual one
---@field vars table<string, any> convenience variables: vars.x is $x
---@field funcs table<string, function> convenience functions: funcs._name is $_name
pyflame = {}
pf = pyflame

-- Processes ------------------------------------------------------------------------------------

---Opens a process; nothing of it stops.
---@param pid integer
---@param options? { abi?: string }
---@return pyflame.process? process
---@return string? message
---@return pyflame.error_code? code
function pyflame.attach(pid, options) end

---Starts a command.
---@param words string[]|{ background: boolean? }
---@return pyflame.child? child
---@return string? message
---@return pyflame.error_code? code
---@return integer? status that a shell would give
function pyflame.launch(words) end

---Samples of a process that need not be open here.
---@param pid integer
---@param options? pyflame.sampling
---@return pyflame.samples? samples
---@return string? message
---@return pyflame.error_code? code
function pyflame.samples(pid, options) end

---The samples of a recording.
---@param path string
---@param options? pyflame.choice
---@return pyflame.samples? samples
---@return string? message
---@return pyflame.error_code? code
function pyflame.recording(path, options) end

-- Text and files -------------------------------------------------------------------------------

---A file that gets its name when it is whole.
---@param path string
---@return pyflame.file? file
---@return string? message
---@return pyflame.error_code? code
function pyflame.create(path) end

---Where a new file of that name goes; nil for all that is no ordinary file.
---@param path string
---@return string? path
---@return string? message
---@return pyflame.error_code? code
function pyflame.replaceable(path) end

---The processes that one and its descendants have started, parents before their children.
---@param pid integer
---@return integer[]? pids
---@return string? message
---@return pyflame.error_code? code
function pyflame.descendants(pid) end

---Whether a pattern matches a text, as those of sampling do.
---@param pattern string
---@param text string
---@return boolean
function pyflame.glob(pattern, text) end

---Text as a JSON string, with its quotes.
---@param text string
---@return string json
function pyflame.json(text) end

---Text without what could harm a terminal.
---@param text string
---@return string printable
function pyflame.printable(text) end

---@param seconds number
---@return true? done
---@return string? message
---@return pyflame.error_code? code
function pyflame.sleep(seconds) end

-- In the shell only: the session ----------------------------------------------------------------

---The attached process.
---@return pyflame.process? process
function pyflame.process() end

---What commands get as their first argument.
---@return pyflame.session session
function pyflame.session() end

---The selected thread.
---@return pyflame.thread? thread
---@return string? message
---@return pyflame.error_code? code
function pyflame.thread() end

---The selected frame.
---@return pyflame.frame? frame
---@return integer|string|nil level or the message
---@return pyflame.error_code? code
function pyflame.frame() end

---The processes and recordings of the session.
---@return { number: integer, pid?: integer, recording?: string, selected: boolean }[] inferiors
function pyflame.inferiors() end

---All threads, as a sequence.
---@return pyflame.sequence? threads
---@return string? message
---@return pyflame.error_code? code
function pyflame.threads() end

---The frames of a thread, usually of the selected one, as a sequence.
---@param thread? pyflame.thread
---@return pyflame.sequence? frames
---@return string? message
---@return pyflame.error_code? code
function pyflame.frames(thread) end

---A sequence of an array's values, or of what an iterator gives, once.
---@param source any[]|fun(): any
---@return pyflame.sequence sequence
function pyflame.sequence(source) end

---A line of a source file of the process's, trimmed and printable; nil when it is not there.
---@param file string
---@param line integer
---@return string? text
function pyflame.source_line(file, line) end

---Runs a command.
---@param command string
---@return true? done
---@return string? message
---@return pyflame.error_code? code
function pyflame.execute(command) end

---Whether a command could be run, as far as can be told before.
---@param command string
---@return true? good
---@return string? message
---@return pyflame.error_code? code
function pyflame.check(command) end

---What a command prints.
---@param command string
---@return string? output
---@return string? message
---@return pyflame.error_code? code
function pyflame.capture(command) end

---All commands, by name.
---@return pyflame.command_listing[] commands
function pyflame.commands() end

---Leaves when this code is done.
---@param how { status?: integer, signal?: integer }
function pyflame.quit(how) end

-- In the shell only: output ------------------------------------------------------------------------

---Writes to the shell's output.
---@param text string|number
---@param ... string|number
function pyflame.write(text, ...) end

---Writes out what the shell's output still keeps.
function pyflame.flush() end

---How wide the terminal is that output goes to; nil when it goes elsewhere.
---@return integer? columns
function pyflame.columns() end

---How high that terminal is; nil when it goes elsewhere.
---@return integer? rows
function pyflame.rows() end

---A key that was typed and not read yet; nil when there is none. It never waits.
---@return string? key
function pyflame.key() end

---Whether commands come from a terminal, sooner or later.
---@return boolean
function pyflame.is_prompt() end

---A line on standard error, in place of what it showed before; "" removes it.
---@param text string
---@return boolean seen
function pyflame.status_line(text) end

---Text as "set style" says that such an element looks, on a terminal that shows it.
---@param element "address"|"filename"|"function"|"highlight"|"line-number"|"metadata"|"state"|"thread"|"title"|"variable"
---@param text string
---@return string
function pyflame.style(element, text) end

---Stacks in a format, as a string.
---@param threads pyflame.thread|pyflame.thread[]|pyflame.sequence
---@param format? string|pyflame.format a name, a template such as "%F:%l %n", or a table
---@param options? { count?: integer, no_filters?: boolean, hide?: boolean, heading?: boolean }
---@return string? text
---@return string? message
---@return pyflame.error_code? code
function pyflame.render(threads, format, options) end

-- In the shell only: what scripts add --------------------------------------------------------------

---Adds a command.
---@param description pyflame.command
function pyflame.command(description) end

---Adds a setting.
---@param description pyflame.param
function pyflame.param(description) end

---The value of a setting; nil for "unlimited".
---@param name string
---@return boolean|integer|string? value
function pyflame.get(name) end

---Changes a setting.
---@param name string
---@param value boolean|integer|string? nil for "unlimited"
---@return true? done
---@return string? message
---@return pyflame.error_code? code
function pyflame.set(name, value) end

---Adds a convenience function: $_name(...) in expressions.
---@param description { name: string, run: function }
function pyflame.func(description) end

---Adds a format of stacks or of samples.
---@param description pyflame.format
function pyflame.format(description) end

---Adds what changes the frames of a stack before they are printed.
---@param description pyflame.frame_filter
function pyflame.frame_filter(description) end

---Adds what prints values of a Python type.
---@param description pyflame.printer
function pyflame.printer(description) end

---Calls a function at each event.
---@param event pyflame.event_name
---@param run fun(about: pyflame.event)
---@return pyflame.event_handle handle
function pyflame.on(event, run) end

---Calls a function when the command that runs now is done.
---@param run fun()
function pyflame.defer(run) end

-- Scripts --------------------------------------------------------------------------------------

---@class pyflame.argument what a script says of an argument
---@field name string
---@field help string
---@field type? "string"|"number"|"integer"
---@field choices? string[]
---@field min? number
---@field max? number
---@field default? any
---@field optional? boolean it may be missing
---@field many? boolean it takes all that are left

---@class pyflame.option: pyflame.argument what a script says of an option
---@field short? string its letter
---@field value? string what the help calls its value

---@class pyflame.description what a script says of itself
---@field description string one sentence
---@field category? string
---@field help? string
---@field needs? "process"|"pid"
---@field args? pyflame.argument[]
---@field options? pyflame.option[]
---@field own_arguments? boolean it reads its arguments itself

---What a script begins with: its arguments, by what it says of itself.
---@param description pyflame.description
---@return table<string, any> arguments by name, and .process and .pid as it needs them
function pyflame.script(description) end

---The names of all scripts.
---@return string[] names
function pyflame.scripts() end

---The code of a script, which was not run.
---@param name string or a path, with a / in it
---@return function? code
---@return string? message
---@return pyflame.error_code? code
function pyflame.find_script(name) end

return pyflame
