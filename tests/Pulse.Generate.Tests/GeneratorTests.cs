using Pulse.Header;

namespace Pulse.Generate.Tests;

/// <summary>What is made from a header, file by file.</summary>
public class GeneratorTests
{
    static readonly CHeader s_header = HeaderParser.Parse("""
        #define PULSE_ABI_VERSION 3
        /* ---- codes -- */
        #define PULSE_OK 0
        #define PULSE_LIMIT (-1)
        #define PULSE_FLAG 2u
        typedef int32_t pulse_code;
        typedef struct pulse_client pulse_client;
        typedef struct pulse_job pulse_job;
        typedef struct pulse_error pulse_error;
        typedef struct pulse_str { const char *data; size_t size; } pulse_str;
        typedef void (*pulse_log_callback)(int32_t level, pulse_str message, void *user_data);
        typedef struct pulse_client_options { size_t struct_size; const char *api_key; pulse_log_callback log; } pulse_client_options;
        PULSE_API const char *pulse_version(void);
        PULSE_API pulse_code pulse_client_new(const pulse_client_options *options, pulse_client **out, pulse_error **error);
        PULSE_API pulse_code pulse_get(pulse_client *client, const char *const *ids, size_t count, int64_t timeout_ms, pulse_job **out, pulse_error **error);
        PULSE_API void pulse_job_free(pulse_job *job);
        """);

    static void Has(IGenerator generator, params string[] lines)
    {
        string[] written = generator.Generate().Split('\n');
        Assert.All(lines, line => Assert.Contains(line, written));
    }

    [Fact]
    public void Python_declarations() => Has(
        new PythonDeclarations(s_header),
        "LogCallback = CFUNCTYPE(None, c_int32, Str, c_void_p)",
        "class ClientOptions(Structure):",
        "        (\"api_key\", c_char_p),",
        "        (\"data\", c_void_p),",
        "        (\"log\", LogCallback),",
        "    \"pulse_version\": (c_char_p, []),",
        "    \"pulse_client_new\": (c_int32, [POINTER(ClientOptions), POINTER(Handle), POINTER(Handle)]),",
        "    \"pulse_get\": (c_int32, [Handle, POINTER(c_char_p), c_size_t, c_int64, POINTER(Handle), POINTER(Handle)]),",
        "    \"pulse_job_free\": (None, [Handle]),",
        "LIMIT = -1",
        "FLAG = 2");

    [Fact]
    public void CSharp_structs() => Has(
        new CSharpStructs(s_header),
        "unsafe partial struct ClientOptions",
        "    internal nuint StructSize;",
        "    internal byte* ApiKey;",
        "    internal delegate* unmanaged<int, PulseStr, void*, void> Log;",
        "    internal const int Limit = -1;",
        "    internal const uint Flag = 2;");

    [Fact]
    public void The_version_script() => Has(new VersionScript(s_header), "PULSE_NATIVE_3 {", "    pulse_get;", "    pulse_job_free;", "    *;");

    [Fact]
    public void The_stub_for_the_ABI() => Has(
        new AbiStub(s_header),
        "const char * pulse_version(void) { return 0; }",
        "pulse_code pulse_get(pulse_client *client, const char *const *ids, size_t count, int64_t timeout_ms, pulse_job **out, pulse_error **error) { return 0; }",
        "void pulse_job_free(pulse_job *job) { }");

    [Fact]
    public void The_table_of_misuse() => Has(
        new MisuseTable(s_header),
        "static pulse_code call_pulse_get(const struct value *v) { (void)v; return pulse_get(v[0].pointer, v[1].pointer, (size_t)v[2].number, (int64_t)v[3].number, v[4].pointer, v[5].pointer); }",
        "    {\"pulse_get\", call_pulse_get, RETURNS_CODE, 6, {HANDLE_CLIENT, TEXTS, COUNT, TIMEOUT, OUT_HANDLE, OUT_ERROR}},",
        "    {\"pulse_client_new\", call_pulse_client_new, RETURNS_CODE, 3, {STRUCT_CLIENT_OPTIONS, OUT_HANDLE, OUT_ERROR}},",
        "    {\"pulse_job_free\", call_pulse_job_free, RETURNS_NOTHING, 1, {HANDLE_JOB}},",
        "    {\"pulse_version\", call_pulse_version, RETURNS_NAME, 0, {0}},");

    [Fact]
    public void A_type_that_the_test_of_misuse_does_not_know_is_refused() =>
        Assert.Equal(1, Assert.Throws<HeaderException>(() => new MisuseTable(HeaderParser.Parse("PULSE_API void pulse_x(uint64_t *a);")).Generate()).Line);
}
