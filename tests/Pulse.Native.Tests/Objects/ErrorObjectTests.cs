using Pulse.Client;
using Pulse.Native.Objects;

namespace Pulse.Native.Tests.Objects;

public sealed class ErrorObjectTests
{
    [Fact]
    public void Wrong_arguments_lose_the_name_of_the_csharp_parameter()
    {
        ErrorObject error = ErrorObject.From(new ArgumentException("It is empty.", "jobId"));
        Assert.Equal((PulseErrorCode.InvalidArgument, "It is empty."), (error.Code, error.Message));
    }

    [Fact]
    public void What_no_code_fits_is_called_a_defect()
    {
        ErrorObject error = ErrorObject.From(new InvalidOperationException("oh"));
        Assert.Equal(PulseErrorCode.Internal, error.Code);
        Assert.Contains("oh", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Freed_objects_are_invalid_handles() =>
        Assert.Equal(PulseErrorCode.InvalidHandle, ErrorObject.From(new ObjectDisposedException("x")).Code);
}
