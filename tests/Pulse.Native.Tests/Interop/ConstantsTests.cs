using System.Reflection;
using Pulse.Client;
using Pulse.Native.Interop;

namespace Pulse.Native.Tests.Interop;

/// <summary>What the engine calls by its own names has the numbers of the header.</summary>
public sealed class ConstantsTests
{
    static readonly Dictionary<string, object?> s_constants = typeof(Constants)
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        .ToDictionary(field => field.Name, field => field.GetRawConstantValue());

    [Fact]
    public void Codes() => Assert.All(Enum.GetValues<PulseErrorCode>(), code => Assert.Equal((int)code, s_constants[code.ToString()]));

    [Fact]
    public void Statuses() => Assert.All(Enum.GetValues<JobStatus>(), status => Assert.Equal((int)status, s_constants[$"JobStatus{status}"]));
}
