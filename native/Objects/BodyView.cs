using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;

namespace Pulse.Native.Objects;

/// <summary>
/// Gives C the body, borrowed, of a response and the result inside it, each with a NUL behind it, without copying. The byte behind
/// the result belongs to the body (a brace or a comma), so both cannot end in NUL in the same memory: whichever is asked
/// for first lies in place, the other is copied if it is ever asked for.
/// </summary>
sealed unsafe class BodyView(RawResult body, RawResult? result, NativeStrings strings)
{
    readonly Lock _lock = new();
    bool _bodyLent;
    bool _resultLent;
    byte _behindResult;

    internal PulseStr Body()
    {
        using RawResult.Lease lease = body.Hold();
        lock (_lock)
        {
            if (_resultLent)
            {
                return strings.Get("json", CopyOfBody);
            }

            _bodyLent = true;
            return InPlace(body);
        }
    }

    internal PulseStr Result()
    {
        if (result is null)
        {
            return PulseStr.Empty;
        }

        using RawResult.Lease lease = result.Hold();
        lock (_lock)
        {
            byte* behind = result.Buffer.Pointer + result.Root.End;
            if (*behind == 0 || _resultLent)
            {
                return InPlace(result);
            }

            if (_bodyLent)
            {
                return strings.Get("result", () => NativeBuffer.Copy(result.Root.Of(result.Buffer.Content)));
            }

            _behindResult = *behind;
            *behind = 0;
            _resultLent = true;
            return InPlace(result);
        }
    }

    /// <summary>Checks every byte of the body, as it came.</summary>
    internal void Validate()
    {
        using RawResult.Lease lease = body.Hold();
        JsonFault fault;
        bool valid;
        lock (_lock)
        {
            if (!_resultLent)
            {
                valid = JsonValidator.TryValidate(body.Root.Of(body.Buffer.Content), out fault);
            }
            else
            {
                NativeBuffer copy = CopyOfBody();
                valid = JsonValidator.TryValidate(copy.Content, out fault);
                copy.Close();
            }
        }

        if (!valid)
        {
            throw RawResult.Damaged(fault with { Offset = fault.Offset + body.Root.Start });
        }

        if (result is not null && result.Buffer != body.Buffer)
        {
            result.Validate();
        }
    }

    NativeBuffer CopyOfBody()
    {
        NativeBuffer copy = NativeBuffer.Copy(body.Root.Of(body.Buffer.Content));
        if (_resultLent)
        {
            copy.Pointer[result!.Root.End - body.Root.Start] = _behindResult;
        }

        return copy;
    }

    static PulseStr InPlace(RawResult raw) => new() { Data = raw.Buffer.Pointer + raw.Root.Start, Size = (nuint)raw.Root.Length };
}
