using System.Reflection;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;
using Pulse.Client.Waiting;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Tests.Interop;

/// <summary>The engine's enumerations, which cross the boundary as numbers, have the names and numbers of the header.</summary>
public sealed class ConstantsTests
{
    static readonly Dictionary<string, object?> s_constants = typeof(Constants)
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        .ToDictionary(field => field.Name, field => field.GetRawConstantValue());

    [Theory]
    [InlineData(typeof(PulseErrorCode), "")]
    [InlineData(typeof(JobStatus), "JobStatus")]
    [InlineData(typeof(WaitEvent), "Progress")]
    [InlineData(typeof(PollPolicy), "Poll")]
    [InlineData(typeof(AdaptiveGoal), "Goal")]
    [InlineData(typeof(WebhookVerification), "Webhook")]
    [InlineData(typeof(JsonKind), "Json")]
    [InlineData(typeof(ResponseKind), "Response")]
    [InlineData(typeof(OperationAnswerKind), "Response")]
    public void Are_those_of_the_header(Type enumeration, string prefix) =>
        Assert.All(Enum.GetNames(enumeration), name => Assert.Equal(s_constants[prefix + name], Convert.ToInt32(Enum.Parse(enumeration, name))));
}
