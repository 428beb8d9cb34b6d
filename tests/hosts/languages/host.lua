-- LuaJIT: compiled traces call the library directly, and its collector frees the handles.
local ffi = require("ffi")
local library, document = arg[1], arg[2]
ffi.cdef([[
typedef struct { size_t struct_size; const char *path; const void *data; size_t size; const char *file_name; const char *media_type; } pulse_file;
const char *pulse_code_name(int32_t code);
int32_t pulse_client_new(const void *options, void **out, void **error);
int32_t pulse_get_job(void *client, const char *job_id, void **out, void **error);
int32_t pulse_wait_job(void *client, const char *job_id, const void *options, void **out, void **error);
void pulse_job_free(void *job);
int32_t pulse_submit_extract(void *client, const char *request, size_t size, const pulse_file *file, void **out, void **error);
int32_t pulse_error_code(const void *failure);
void pulse_error_free(void *failure);
typedef void (*handler)(int);
handler signal(int number, handler action);
unsigned int ualarm(unsigned int first, unsigned int interval);
]])
local pulse = ffi.load(library)
local function name(code) return ffi.string(pulse.pulse_code_name(code)) end

-- Ignored by the host, and still so for the library's threads.
ffi.C.signal(14, ffi.cast("handler", 1))
ffi.C.ualarm(500, 500)

local out, err = ffi.new("void *[1]"), ffi.new("void *[1]")
assert(pulse.pulse_client_new(nil, out, nil) == 0)
local client = out[0]
for i = 1, 500 do
    local code = pulse.pulse_get_job(client, "a", out, nil)
    assert(code == 0, name(code))
    local job = ffi.gc(out[0], pulse.pulse_job_free)
    job = nil
    if i % 100 == 0 then collectgarbage() end
end
print("get OK")
print("wait " .. name(pulse.pulse_wait_job(client, "done-1", nil, out, nil)))
pulse.pulse_job_free(out[0])
local code = pulse.pulse_get_job(client, "missing", out, err)
print("error " .. name(pulse.pulse_error_code(err[0])) .. " " .. (code == pulse.pulse_error_code(err[0]) and "same" or "other"))
pulse.pulse_error_free(err[0])
local file = ffi.new("pulse_file", {struct_size = ffi.sizeof("pulse_file"), path = document})
print("upload " .. name(pulse.pulse_submit_extract(client, nil, 0, file, out, nil)))
print("alarms")
