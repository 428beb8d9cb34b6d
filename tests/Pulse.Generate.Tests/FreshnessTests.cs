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

    internal static IGenerator[] Generators() => [.. Describe.Program.Generators(Root()), .. Program.Generators(Root())];

    [Fact]
    public void Generated_files_are_what_make_generate_writes()
    {
        IGenerator[] generators = Generators();
        Assert.NotEmpty(generators);
        foreach (IGenerator generator in generators)
        {
            string text = generator.Generate();
            Assert.Equal(text, File.ReadAllText(Path.Combine(Root(), generator.Path)));
            if (generator is FileWithRegions)
            {
                Assert.Contains("(make generate)", text, StringComparison.Ordinal);
                continue;
            }

            Assert.Contains("ade by `make generate`", text.Split('\n')[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Files_that_are_gone_are_written_again()
    {
        string root = Directory.CreateTempSubdirectory("pulse-generate-").FullName;
        try
        {
            foreach (string kept in Generators().Where(static generator => generator is FileWithRegions).Select(static generator => generator.Path).Distinct())
            {
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, kept))!);
                File.Copy(Path.Combine(Root(), kept), Path.Combine(root, kept));
            }

            Assert.Equal(0, Describe.Program.Main([root]));
            Assert.Equal(0, Program.Main([root]));
            Assert.All(Generators(), generator => Assert.Equal(File.ReadAllText(Path.Combine(Root(), generator.Path)), File.ReadAllText(Path.Combine(root, generator.Path))));
            Assert.Equal(0, Program.Main(["--check", root]));
            File.Delete(Path.Combine(root, Program.Generators(root)[0].Path));
            Assert.Equal(1, Program.Main(["--check", root]));
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }
}
