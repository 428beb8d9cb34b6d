using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>How tables are returned.</summary>
/// <param name="Merge">Whether a table that goes on over pages becomes one.</param>
/// <param name="AsJson">Whether the content is an object in place of HTML.</param>
sealed record TablesConfig(bool Merge, bool AsJson)
{
    /// <summary>The fields of <c>tables_config</c>, and of a step of a pipeline.</summary>
    public static FieldNames Fields { get; } = new("merge", "tableFormat", "chartsToTables");

    public static TablesConfig Read(FieldSet? fields)
    {
        // The sandbox has no means to read charts: there are none to be turned into tables.
        fields?.Boolean("chartsToTables");
        return new TablesConfig(fields?.Boolean("merge") ?? false, fields?.Choice("tableFormat", "html", "json") == "json");
    }
}
