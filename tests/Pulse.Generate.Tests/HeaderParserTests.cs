using Pulse.Header;

namespace Pulse.Generate.Tests;

public class HeaderParserTests
{
    [Fact]
    public void Reads_every_form_of_the_subset()
    {
        CHeader header = HeaderParser.Parse("""
            #ifndef GUARD
            #define GUARD
            /* ---- codes -- */
            #define PULSE_OK 0 /* good */
            #define PULSE_NONE (-1)
            #define PULSE_FLAG 2u
            typedef int32_t pulse_code;
            typedef struct pulse_job pulse_job;
            typedef struct pulse_str { const char *data; size_t size; } pulse_str;
            typedef int32_t (*pulse_callback)(const pulse_str *text, void *user_data);
            PULSE_API const char *pulse_version(void);
            PULSE_API pulse_code pulse_get(const char *const *names, pulse_job **out);
            #endif
            """);
        Assert.Equal([("PULSE_OK", 0L, "codes"), ("PULSE_NONE", -1, "codes"), ("PULSE_FLAG", 2, "codes")], header.Constants.Select(c => (c.Name, c.Value, c.Section)));
        Assert.True(header.Constants[2].IsUnsigned);
        Assert.Equal(["pulse_job"], header.Handles);
        Assert.Equal(["data", "size"], header.Structs[0].Members.Select(m => m.Name));
        Assert.Equal("pulse_callback", header.Callbacks[0].Name);
        Assert.Empty(header.Functions[0].Parameters);
        Assert.Equal(["const char *const *names", "pulse_job **out"], header.Functions[1].Parameters.Select(p => p.Declaration));
        Assert.Equal(2, header.Functions[1].Parameters[0].Type.Stars);
    }

    [Theory]
    [InlineData("\nPULSE_API missing pulse_x(void);", 2)]
    [InlineData("#define PULSE_X 1 + 2", 1)]
    [InlineData("#define PULSE_X 1\n#define PULSE_X 2", 2)]
    [InlineData("\n\n/* no end", 3)]
    [InlineData("PULSE_API int32_t pulse_x(int32_t a)\nPULSE_API", 2)]
    [InlineData("typedef struct s { int32_t a[2]; } s;", 1)]
    [InlineData("#define PULSE_X \\\n 1", 1)]
    [InlineData("int32_t pulse_x(void);", 1)]
    public void Refuses_what_is_not_in_the_subset_with_its_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<HeaderException>(() => HeaderParser.Parse(text)).Line);
}
