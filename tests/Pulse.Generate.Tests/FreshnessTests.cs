using Pulse.Header;

namespace Pulse.Generate.Tests;

public class FreshnessTests
{
    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pulse.Native.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the root of the tree was not found");
        }
        return folder.FullName;
    }

    internal static IGenerator[] Generators() => Program.Generators(Root());

    [Fact]
    public void Generated_files_are_what_make_generate_writes()
    {
        IGenerator[] generators = Generators();
        Assert.NotEmpty(generators);
        foreach (IGenerator generator in generators)
        {
            string text = generator.Generate();
            Assert.Equal(text, File.ReadAllText(Path.Combine(Root(), generator.Path)));
            Assert.Contains("make generate", generator is FileWithRegions ? text : text.Split('\n')[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_function_that_nobody_exports_is_refused()
    {
        CHeader header = HeaderParser.Parse("""
            typedef int32_t pulse_code;
            typedef struct pulse_job pulse_job;
            typedef struct pulse_error pulse_error;
            PULSE_API pulse_code pulse_job_toy(const pulse_job *job, int32_t *out, pulse_error **error);
            """);
        Assert.Contains("managed_job_toy", Assert.Throws<HeaderException>(() => new ShimForwards(header, []).Generate()).Message, StringComparison.Ordinal);
        Assert.Contains("CLEAR(out)", new ShimForwards(header, ["job_toy"]).Generate(), StringComparison.Ordinal);
    }
}
