using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pulse.Cli.Commands;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;

namespace Pulse.Cli.Tests;

/// <summary>The options that commands have because requests have fields.</summary>
public sealed class RequestOptionsTests
{
    static RequestOption Option(string operation, string name) =>
        RequestOptions.Of(Operations.All.Single(one => one.Name == operation).RequestType!).Single(option => option.Name == name);

    [Fact]
    public void Every_field_has_one()
    {
        foreach (JsonTypeInfo request in Operations.All.Where(one => one.RequestType is not null && one.Command.Length > 0).Select(one => one.RequestType!))
        {
            RequestOption[] options = [.. RequestOptions.Of(request)];
            Assert.Equal(options.Length, options.Select(option => option.Name).Distinct().Count());
            Assert.DoesNotContain(options, option => option.Name is "--async" or "--file" or "--request" or "--field" or "--timeout" or "--no-wait");
            Assert.All(options, option => Assert.True(option.Description.EndsWith('.') || option.Name == RequestOption.Files, option.Name));
        }

        // What no table names has an option by its type.
        JsonObject made = [];
        Option("pipeline_execute", "--auto-delete").Set(made, ["true"]);
        Option("batch_extract", "--extract-options").Set(made, ["""{"pages":"1"}"""]);
        Option("schema", "--extraction-id").Set(made, ["a", "b"]);
        Option("split", "--extraction-id").Set(made, ["c"]);
        Assert.Equal("""{"auto_delete":true,"extract_options":{"pages":"1"},"extraction_ids":["a","b"],"extraction_id":"c"}""", made.ToJsonString());
    }

    [Fact]
    public void Files_may_have_names_that_are_not_UTF8()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-options-").FullName;
        string path = Path.Combine(folder, RawPaths.Decode([.. "caf"u8, 0xE9]));
        try
        {
            using (FileStream file = PathFiles.Open(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write }))
            {
                file.Write("""{"type":"object"}"""u8);
            }

            JsonObject made = [];
            Option("schema", "--schema").Set(made, [path]);
            Option("batch_extract", RequestOption.Files).Set(made, [path]);
            Assert.Equal("object", (string?)made["schema_config"]!["input_schema"]!["type"]);
            Assert.Equal(@"caf\xE9", (string?)made["input"]!["files"]![0]!["filename"]);
        }
        finally
        {
            // The runtime does not find it by its name.
            PathFiles.Delete(path);
            Directory.Delete(folder, recursive: true);
        }
    }
}
