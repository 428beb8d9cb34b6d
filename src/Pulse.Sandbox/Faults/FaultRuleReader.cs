using System.Text.Json;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;

namespace Pulse.Sandbox.Faults;

/// <summary>Reads fault rules from JSON.</summary>
static class FaultRuleReader
{
    static readonly FieldNames s_list = new("rules");
    static readonly FieldNames s_rule = new("match", "action", "times");
    static readonly string[] s_matchMembers = ["method", "pathPrefix", "nth", "every", "perPath", "probability", "seed"];
    static readonly string[] s_actionMembers =
    [
        "status", "headers", "body", "merge", "wrapIn", "retryAfter", "afterProcessing", "delayMs", "truncateAfterBytes", "reset", "garbage", "slowDripMs", "slowDripBytes",
    ];

    static readonly FieldNames s_match = new(s_matchMembers);
    static readonly FieldNames s_action = new(s_actionMembers);

    /// <summary>What a rule's match and action may have, as the sender writes it.</summary>
    public static IEnumerable<string> Members => s_matchMembers.Concat(s_actionMembers).Select(FieldNames.SnakeCase);

    /// <summary>Reads one rule, a list of rules, or <c>{"rules": […]}</c>.</summary>
    /// <exception cref="ApiException">Something is wrong, and the message says where.</exception>
    public static List<FaultRule> ReadAll(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Object && json.TryGetProperty("rules", out JsonElement rules))
        {
            FieldSet.Of(json, "", s_list, loose: false);
            json = rules;
        }

        return json.ValueKind switch
        {
            JsonValueKind.Array => [.. json.EnumerateArray().Select((rule, i) => Read(rule, $"rules[{i}]."))],
            JsonValueKind.Object => [Read(json, "")],
            _ => throw ApiErrors.InvalidBody("Expected a rule or a list of rules"),
        };
    }

    static FaultRule Read(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw ApiErrors.InvalidBody("A rule must be a JSON object");
        }

        FieldSet rule = FieldSet.Of(json, path, s_rule, loose: false);
        FieldSet? match = rule.Object("match", s_match);
        FieldSet action = rule.Object("action", s_action) ?? throw ApiErrors.InvalidValue(path + "action", "a rule needs an action");
        double? probability = match?.Number("probability");
        if (probability is < 0 or > 1)
        {
            throw ApiErrors.InvalidValue(match!.PathOf("probability"), "expected a number from 0 to 1");
        }

        return new FaultRule
        {
            Method = match?.String("method"),
            PathPrefix = match?.String("pathPrefix"),
            Nth = AtLeast(1, match, "nth"),
            Every = AtLeast(1, match, "every"),
            PerPath = match?.Boolean("perPath") ?? false,
            Probability = probability,
            Seed = match?.Integer("seed") ?? 0,
            Times = AtLeast(1, rule, "times"),
            Action = ReadAction(action),
        };
    }

    /// <summary>Reads an action by itself, as a request's own header has it.</summary>
    /// <exception cref="ApiException">Something is wrong, and the message says where.</exception>
    public static FaultAction ReadAction(string json)
    {
        try
        {
            JsonElement action = JsonElement.Parse(json);
            return action.ValueKind == JsonValueKind.Object
                ? ReadAction(FieldSet.Of(action, "", s_action, loose: false))
                : throw ApiErrors.InvalidBody("The header's action must be a JSON object");
        }
        catch (JsonException e)
        {
            throw ApiErrors.InvalidBody($"The header's action is not valid JSON: {e.Message}");
        }
    }

    static FaultAction ReadAction(FieldSet action)
    {
        int? status = action.Integer("status");
        if (status is < 200 or > 599)
        {
            throw ApiErrors.InvalidValue(action.PathOf("status"), "expected a status from 200 to 599");
        }

        return new FaultAction
        {
            Status = status,
            Headers = Headers(action),
            Body = action.String("body"),
            Merge = action.RawObject("merge"),
            WrapIn = action.String("wrapIn"),
            RetryAfter = AtLeast(0, action, "retryAfter"),
            AfterProcessing = action.Boolean("afterProcessing") ?? false,
            Delay = TimeSpan.FromMilliseconds(AtLeast(0, action, "delayMs") ?? 0),
            TruncateAfterBytes = AtLeast(0, action, "truncateAfterBytes"),
            Reset = action.Choice("reset", "before_headers", "no_response", "after_headers", "mid_body") switch
            {
                "before_headers" => FaultReset.BeforeHeaders,
                "no_response" => FaultReset.NoResponse,
                "after_headers" => FaultReset.AfterHeaders,
                "mid_body" => FaultReset.MidBody,
                _ => FaultReset.None,
            },
            Garbage = action.Choice("garbage", "body", "wire") switch
            {
                "body" => FaultGarbage.Body,
                "wire" => FaultGarbage.Wire,
                _ => FaultGarbage.None,
            },
            SlowDrip = TimeSpan.FromMilliseconds(AtLeast(0, action, "slowDripMs") ?? 0),
            SlowDripBytes = AtLeast(1, action, "slowDripBytes") ?? 1,
        };
    }

    static Dictionary<string, string> Headers(FieldSet action)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty header in action.RawObject("headers")?.EnumerateObject() ?? default)
        {
            string value = header.Value.ValueKind switch
            {
                JsonValueKind.String => header.Value.GetString()!,
                JsonValueKind.Number => header.Value.GetRawText(),
                _ => throw ApiErrors.InvalidValue(action.PathOf("headers") + "." + header.Name, "expected a string"),
            };
            headers[header.Name] = value.AsSpan().ContainsAny('\r', '\n')
                ? throw ApiErrors.InvalidValue(action.PathOf("headers") + "." + header.Name, "a header has no line breaks")
                : value;
        }

        return headers;
    }

    static int? AtLeast(int least, FieldSet? fields, string name) =>
        fields?.Integer(name) is { } value
            ? value >= least ? value : throw ApiErrors.InvalidValue(fields.PathOf(name), $"expected {least} or more")
            : null;
}
