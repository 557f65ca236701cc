---@meta
-- What editors know of values: what Python's objects hold.

---@class pyflame.limits
---@field depth? integer containers inside containers; 0 is no limit, here and below
---@field elements? integer of one container
---@field repeats? integer so many equal elements in a row are printed as one
---@field max_string? integer characters, or bytes

---@class pyflame.variable
---@field name string
---@field kind "argument"|"varargs"|"keywords"|"local"|"free"|"global"
---@field type? string the name of its class
---@field text? string its repr
---@field value? pyflame.value nil when it has none now

---An object; it has Python's attributes and items, too.
---@class pyflame.value
---@field type string the name of its class
---@field address? pyflame.address nil for what an expression has made
---@field repr string
---@field [string] pyflame.value an attribute
---@field [integer] pyflame.value an item: from 0 on, or from -1 back
---@operator len: integer
local value = {}

---@param name string
---@return pyflame.value? attribute
---@return string? message
---@return pyflame.error_code? code
function value:attribute(name) end

---@param key any an index, a key, or a value that is one
---@return pyflame.value? item
---@return string? message
---@return pyflame.error_code? code
function value:item(key) end

---The index and the item of each; key and value of a dict.
---@return fun(): any, pyflame.value
function value:items() end

---Its own attributes, not those of its class.
---@return fun(): string, pyflame.value
function value:attributes() end

---What repr() prints, within limits.
---@param limits? pyflame.limits
---@return string? text
---@return string? message
---@return pyflame.error_code? code
function value:format(limits) end

---It as a value of Lua's, where there is one; and whether there was more.
---@param limits? pyflame.limits
---@return any value
---@return boolean|string|nil cut or the message
---@return pyflame.error_code? code
function value:tolua(limits) end
