using System.Text.Json;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Jobs;

/// <summary>A result that can be downloaded once. Thread-safe.</summary>
sealed class LargeResult(ReadOnlyMemory<byte> body, ResultIdentity identity)
{
    readonly Lock _lock = new();
    DateTimeOffset? _expires;
    bool _taken;
    bool _consumed;

    /// <summary>The result; empty when it was downloaded.</summary>
    public KeptBytes Kept { get; private set; } = new(body);

    /// <summary>The bytes of the result as it was made.</summary>
    public long Size { get; } = body.Length;

    /// <summary>Whether it was downloaded.</summary>
    public bool IsConsumed
    {
        get
        {
            lock (_lock)
            {
                return _consumed;
            }
        }
    }

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
            return Kept.Read();
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
            taken = Kept.Read();
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
                Kept = new KeptBytes(default);
            }
        }
    }

    /// <summary>Writes the stub that stands in for the result.</summary>
    public void WriteStub(Utf8JsonWriter json, string url)
    {
        json.WriteStartObject();
        json.WriteBoolean("is_url", true);
        json.WriteString("url", url);
        identity.Write(json);
        json.WriteEndObject();
    }
}
