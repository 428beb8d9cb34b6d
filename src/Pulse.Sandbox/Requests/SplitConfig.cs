using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>One topic that pages are distinguished by.</summary>
sealed record SplitTopic(string Name, string? Description);

/// <summary>Reads <c>split_config</c>.</summary>
static class SplitConfig
{
    static readonly FieldNames s_fields = new("splitInput");
    static readonly FieldNames s_topic = new("name", "description");

    /// <param name="fields">The object that has <c>split_config</c> or <c>split_config_id</c>.</param>
    public static IReadOnlyList<SplitTopic> Read(FieldSet fields)
    {
        string? saved = fields.String("splitConfigId");
        FieldSet? config = fields.Object("splitConfig", s_fields);
        if (saved is not null)
        {
            throw config is not null ? ApiErrors.Exclusive("split_config", "split_config_id") : ApiErrors.NotStored("split configuration", saved);
        }

        return config is null ? throw ApiErrors.NoneOf("split_config", "split_config_id") : Topics(config);
    }

    /// <summary>The topics of a step of a pipeline, which has them without an object around.</summary>
    public static IReadOnlyList<SplitTopic> ReadStep(FieldSet fields) => Topics(fields);

    /// <summary>The fields of a step of a pipeline.</summary>
    public static FieldNames StepFields => s_fields;

    static List<SplitTopic> Topics(FieldSet config)
    {
        IReadOnlyList<FieldSet> items = config.Objects("splitInput", s_topic) ?? throw ApiErrors.Missing(config.PathOf("splitInput"));
        if (items.Count == 0)
        {
            throw ApiErrors.InvalidValue(config.PathOf("splitInput"), "at least one topic is needed");
        }

        var topics = new List<SplitTopic>(items.Count);
        foreach (FieldSet item in items)
        {
            var topic = new SplitTopic(item.RequiredString("name"), item.String("description"));
            topics.Add(topics.Exists(other => other.Name == topic.Name)
                ? throw ApiErrors.InvalidValue(item.PathOf("name"), $"the topic '{topic.Name}' is there twice")
                : topic);
        }

        return topics;
    }
}
