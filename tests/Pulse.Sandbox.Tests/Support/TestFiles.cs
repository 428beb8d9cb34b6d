namespace Pulse.Sandbox.Tests.Support;

/// <summary>A folder with files that goes when the test ends.</summary>
sealed class TestFiles : IDisposable
{
    public TestFiles(params (string Name, string Text)[] files)
    {
        Path = Directory.CreateTempSubdirectory("pulse-sandbox-test").FullName;
        foreach ((string name, string text) in files)
        {
            File.WriteAllText(System.IO.Path.Combine(Path, name), text);
        }
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
