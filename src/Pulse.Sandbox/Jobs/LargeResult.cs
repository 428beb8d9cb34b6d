using System.Text.Json;

namespace Pulse.Sandbox.Jobs;

/// <summary>A result that can be downloaded once. Thread-safe.</summary>
sealed class LargeResult(ReadOnlyMemory<byte> body, Action<Utf8JsonWriter> writeStubMembers)
{
    readonly Lock _lock = new();
    ReadOnlyMemory<byte> _body = body;
    DateTimeOffset? _expires;
    bool _taken;
    bool _consumed;

    /// <summary>The bytes of the result as it was made.</summary>
    public long Size { get; } = body.Length;

    /// <summary>Sets the moment after which the result is gone; the first call wins.</summary>
    public void SetExpiry(DateTimeOffset expires)
    {
        lock (_lock)
        {
            _expires ??= expires;
        }
    }

    /// <summary>The body, left where it is; empty when it was downloaded.</summary>
    public ReadOnlyMemory<byte> Peek()
    {
        lock (_lock)
        {
            return _body;
        }
    }

    /// <summary>Hands the body to one reader, who then owes a <see cref="Release"/>.</summary>
    public bool TryTake(DateTimeOffset now, out ReadOnlyMemory<byte> taken)
    {
        lock (_lock)
        {
            taken = default;
            if (_consumed || _taken || now >= _expires)
            {
                return false;
            }

            _taken = true;
            taken = _body;
            return true;
        }
    }

    /// <summary>Ends the turn of the reader: a complete download uses the result up, a broken one leaves it for another try.</summary>
    public void Release(bool complete)
    {
        lock (_lock)
        {
            _taken = false;
            if (complete)
            {
                _consumed = true;
                _body = default;
            }
        }
    }

    /// <summary>Writes the stub that stands in for the result.</summary>
    public void WriteStub(Utf8JsonWriter json, string url)
    {
        json.WriteStartObject();
        json.WriteBoolean("is_url", true);
        json.WriteString("url", url);
        writeStubMembers(json);
        json.WriteEndObject();
    }
}
