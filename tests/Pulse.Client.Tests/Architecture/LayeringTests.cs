using System.Text.RegularExpressions;
using Pulse.Client.Http;
using Pulse.Client.Transfers;
using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Architecture;

/// <summary>
/// What may use what in the engine. Its folders are in layers; a type may use its own layer and those that its layer names. The
/// references are read from the compiled assembly, bodies of methods included.
/// </summary>
public sealed partial class LayeringTests
{
    const string Contract = "contract";
    const string Diagnostics = "diagnostics";
    const string Webhooks = "webhooks";
    const string Reports = "reports";
    const string Http = "http";
    const string Api = "api";
    const string Transfers = "transfers";
    const string Waiting = "waiting";
    const string Clients = "clients";

    /// <summary>The layers, the lowest first.</summary>
    static readonly Layer[] s_layers =
    [
        new(Diagnostics, [], ["Diagnostics"], "metrics, spans, and the assertions about locks"),
        new(Contract, [], ["Errors", "Models", "Requests", "Bodies", "Results"], "what is sent and what comes back: requests and their bodies, results, errors")
        {
            Types = ["PulseFile", "JobIds", "WaitedJob", "OptionNames"],
        },
        new(Webhooks, [Contract], ["Webhooks"], "verifies and reads webhooks; makes no request"),
        new(Reports, [Contract], ["Reports"], "writes results as HTML to look at"),
        new(Http, [Contract, Diagnostics], ["Http", "Compatibility"], "sends one request: connections, limits, retries, errors; and the settings of a client")
        {
            Types = ["ClientSettings", "PulseClientOptions", "OptionReader"],
        },
        new(Api, [Contract], ["Api"], "the endpoints, as Refit interfaces"),
        new(Transfers, [Contract, Http, Api], ["Transfers"], "downloads and large results"),
        new(Waiting, [Contract, Diagnostics, Http, Api, Transfers], ["Waiting"], "polls jobs until they end"),
        new(Clients, [Contract, Diagnostics, Http, Api, Transfers, Waiting], ["", "Endpoints", "Batch", "Chains"], "what programs call, and the operations by name"),
    ];

    /// <summary>References against the order, and why they stay.</summary>
    static readonly Dictionary<string, string> s_exceptions = new()
    {
        ["ResultKinds -> Operations"] = "the kinds of results are listed once, with the operations that make them",
        ["ResultKinds -> OperationDescription"] = "the same",
    };

    static readonly Type[] s_types = [.. typeof(PulseClient).Assembly.GetTypes().Where(static type => type.DeclaringType is null && type.Namespace?.StartsWith("Pulse.Client", StringComparison.Ordinal) == true)];

    [Fact]
    public void Every_reference_goes_down()
    {
        Dictionary<string, Layer> layers = LayersByType();
        SortedSet<string> against = [];
        foreach (Type type in s_types)
        {
            Layer from = layers[Name(type)];
            foreach (Type other in TypeReferences.Of(type).Where(other => layers.ContainsKey(Name(other))))
            {
                Layer to = layers[Name(other)];
                if (to != from && !from.Uses.Contains(to.Name))
                {
                    against.Add($"{Name(type)} -> {Name(other)}");
                }
            }
        }

        // Also an exception that is no longer needed goes.
        Assert.Equal(s_exceptions.Keys.Order(StringComparer.Ordinal), against.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_layers_are_in_order_and_every_folder_is_in_one()
    {
        for (int i = 0; i < s_layers.Length; i++)
        {
            string[] below = [.. s_layers[..i].Select(static layer => layer.Name)];
            Assert.All(s_layers[i].Uses, used => Assert.Contains(used, below));
        }

        string[] folders = [.. Directory.GetDirectories(EngineFolder()).Select(static folder => Path.GetFileName(folder)!).Except(["bin", "obj"])];
        Assert.Equal(folders.Append("").Order(StringComparer.Ordinal), s_layers.SelectMany(static layer => layer.Folders).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_order_is_used_as_it_is_written()
    {
        Dictionary<string, Layer> layers = LayersByType();
        foreach (Layer layer in s_layers)
        {
            HashSet<string> used = [.. s_types
                .Where(type => layers[Name(type)] == layer)
                .SelectMany(TypeReferences.Of)
                .Where(other => layers.ContainsKey(Name(other)))
                .Select(other => layers[Name(other)].Name)];
            Assert.All(layer.Uses, allowed => Assert.True(used.Contains(allowed), $"{layer.Name} does not use {allowed}: take it from the list."));
        }
    }

    [Fact]
    public void A_reference_in_a_body_is_seen()
    {
        HashSet<Type> found = TypeReferences.Of(typeof(JobReader));
        Assert.Contains(typeof(LargeResults), found);
        Assert.Contains(typeof(Backoff), found);
        Assert.DoesNotContain(typeof(JobReader), found);
    }

    static string Name(Type type) => type.Name.Split('`')[0];

    /// <summary>The layer of each type: that of the folder in which it is declared, unless a layer names it.</summary>
    static Dictionary<string, Layer> LayersByType()
    {
        Dictionary<string, Layer> layers = new(StringComparer.Ordinal);
        string root = EngineFolder();
        foreach (string file in Directory.GetFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!);
            foreach (Match declaration in Declaration().Matches(File.ReadAllText(file)))
            {
                string name = declaration.Groups[1].Value;
                Layer layer = s_layers.SingleOrDefault(layer => layer.Types.Contains(name)) ?? s_layers.Single(layer => layer.Folders.Contains(folder == "." ? "" : folder));
                Assert.True(layers.TryAdd(name, layer) || layers[name] == layer, $"There are two types of the name {name}.");
            }
        }

        return layers;
    }

    static string EngineFolder()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Pulse.Native.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "src", "Pulse.Client");
    }

    [GeneratedRegex(@"^(?:public |internal |sealed |abstract |static |partial |readonly |unsafe |ref )*(?:class|record struct|struct|record|interface|enum|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    /// <summary>Folders that belong together, and may use each other.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Uses">The layers that it may use.</param>
    /// <param name="Folders">Its folders below <c>src/Pulse.Client</c>; an empty name is that folder itself.</param>
    /// <param name="Summary">What is in it.</param>
    sealed record Layer(string Name, string[] Uses, string[] Folders, string Summary)
    {
        /// <summary>Types that belong to it although their folder does not.</summary>
        internal string[] Types { get; init; } = [];
    }
}
