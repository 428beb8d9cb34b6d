using System.Reflection;
using System.Runtime.InteropServices;
using Pulse.Client.Endpoints;
using Pulse.Native.Exports;

namespace Pulse.Native.Tests.Exports;

/// <summary>The frames that Pulse.Native.Generators has written for this assembly.</summary>
public sealed class FramesTests
{
    const BindingFlags Statics = BindingFlags.Static | BindingFlags.NonPublic;

    static readonly MethodInfo[] s_frames = typeof(Frames).GetMethods(Statics);

    [Fact]
    public void Each_frame_is_the_entry_point_of_its_function()
    {
        Assert.NotEmpty(s_frames);
        Assert.All(s_frames, frame => Assert.Equal(frame.Name.Replace("pulse_", "managed_", StringComparison.Ordinal), frame.GetCustomAttribute<UnmanagedCallersOnlyAttribute>()?.EntryPoint));
    }

    [Fact]
    public void A_function_without_a_method_is_an_operation_or_frees_an_object()
    {
        HashSet<string> exported = [.. typeof(Frames).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(Statics))
            .Select(method => method.GetCustomAttribute<NativeExportAttribute>()?.Function)
            .OfType<string>()];
        string[] operations = [.. s_frames.Select(frame => frame.Name).Where(name => !exported.Contains(name) && !name.EndsWith("_free", StringComparison.Ordinal))];
        Assert.NotEmpty(operations);
        Assert.All(operations, name => Assert.Contains(name["pulse_".Length..], Operations.Names));
    }
}
