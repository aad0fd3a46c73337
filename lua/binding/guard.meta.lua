---@meta whisker.guard
-- luacheck: ignore 212
error("guard.meta.lua describes whisker.guard to editors; it is not loaded")

-- The module whisker.guard: configs run in guarded states.
--
-- Under Lua 5.4 (sandbox.c) each config has a Lua state of its own:
--   * no os, io, package, debug, coroutine, load, dofile, loadfile, string.dump, no bytecode, no finalizers (__gc);
--   * memory, steps (about one VM instruction each; patterns, fills and loops inside library functions count too) and,
--     as a net below them, processor time are limited, and pcall cannot go on when they are spent;
--   * the same results in every run: pairs and next go through numbers, then texts, in order, math.random starts from a
--     fixed seed, nothing shows an address;
--   * a global that does not exist raises, with the nearest name that does;
--   * require finds files below the config's own folder, and modules of whisker that need nothing beyond the above.
-- That guards against accidents and against scripts that mean harm, short of faults in Lua itself; for scripts from
-- strangers run the whole program in a process with limits of the operating system.
--
-- Under LuaJIT (guard_luajit.lua) it is a restricted environment and nothing more: it catches mistakes, with the same
-- messages, and stops no malice. Memory and patterns are not limited there.
--
-- Values cross as deep copies of plain data: texts, numbers, booleans, tables without metatables (at most 32 deep,
-- 1000000 values, names of 200 bytes, texts of 16 MiB). Functions in what a config returns become functions here: their
-- arguments and results cross in the same way, each call has a fresh budget, and an error in it raises with the
-- config's file and line.

---@class whisker.guard
local guard = {}

---@class whisker.GuardOptions
---@field memory_bytes integer? 64 MiB
---@field instructions integer? of one run or call; 50000000
---@field seconds number? of processor time, of one run or call; 10
---@field folder string? of the config: where require looks
---@field globals table<string, any>? plain data that the config finds as globals
---@field log string[]? what the config prints is appended here, a line each

--- Run a config and return its one value. Codes: "malformed" (a mistake of syntax, or a value that cannot leave),
--- "failed" (an error while it ran), "cancelled" (time), "out of memory".
---@param source string
---@param chunk_name string for messages: the config's path
---@param options whisker.GuardOptions?
---@return any value, string? message, string? code
function guard.load(source, chunk_name, options) end

--- Call a function that may change its arguments: they come back as it left them, and its results after them. (A call
--- as such gives a config's function copies, so that what it writes to them is lost.) Functions of no config work too.
---@param call function
---@param ... any
---@return any ... the arguments, then the results
function guard.edit(call, ...) end

--- Run more source in the state where a function of a config lives, and return its one value: what both may use together,
--- since functions do not cross from one state into another. nil for functions of the host; errors raise.
---@param call function
---@param source string
---@return any value
function guard.extend(call, source) end

return guard
