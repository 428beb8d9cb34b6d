using Pulse.Header;

namespace Pulse.Generate;

/// <summary>Writes files of the tree, or with --check says which are not fresh.</summary>
static class Generation
{
    internal static int Run(string[] args, Func<string, IGenerator[]> generators)
    {
        bool check = args is ["--check", _];
        if (args.Length != (check ? 2 : 1))
        {
            Console.Error.WriteLine("usage: [--check] ROOT");
            return 2;
        }

        string root = args[^1];
        int stale = 0;
        try
        {
            foreach (IGenerator generator in generators(root))
            {
                string path = Path.Combine(root, generator.Path);
                string text = generator.Generate();
                if (File.Exists(path) && File.ReadAllText(path) == text)
                {
                    continue;
                }

                stale++;
                Console.WriteLine($"{generator.Path}: {(check ? "not fresh; run make generate" : "written")}");
                if (!check)
                {
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllText(path, text);
                }
            }
        }
        catch (HeaderException exception)
        {
            Console.Error.WriteLine($"pulse_native.h: {exception.Message}");
            return 1;
        }

        return check && stale > 0 ? 1 : 0;
    }
}
