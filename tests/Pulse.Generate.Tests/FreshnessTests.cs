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
}
