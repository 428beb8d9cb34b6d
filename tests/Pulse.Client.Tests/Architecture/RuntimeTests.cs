namespace Pulse.Client.Tests.Architecture;

public sealed class RuntimeTests
{
    [Fact]
    public void These_tests_run_on_the_runtime_that_they_were_built_for()
    {
#if NET10_0_OR_GREATER
        const int built = 10;
#else
        const int built = 8;
#endif
        Assert.Equal(built, Environment.Version.Major);
    }
}
