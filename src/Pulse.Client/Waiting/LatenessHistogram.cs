using System.Numerics;

namespace Pulse.Client.Waiting;

/// <summary>How late polls start, over the last half to full minute. Buckets grow by an eighth, which is the error of its responses. Not safe for several threads.</summary>
sealed class LatenessHistogram
{
    const int SubBits = 3;
    static readonly long s_window = TimeSpan.FromSeconds(30).Ticks;

    // Microseconds up to 2^40, twelve days.
    int[] _current = new int[40 << SubBits];
    int[] _former = new int[40 << SubBits];
    long _since;

    /// <summary>The latest of all, not only of the last minute.</summary>
    internal TimeSpan Max { get; private set; }

    internal void Add(long now, long lateTicks)
    {
        Roll(now);
        Max = lateTicks > Max.Ticks ? TimeSpan.FromTicks(lateTicks) : Max;
        _current[Bucket(lateTicks / TimeSpan.TicksPerMicrosecond)]++;
    }

    internal TimeSpan Quantile(long now, double share)
    {
        Roll(now);
        long total = 0;
        for (int i = 0; i < _current.Length; i++)
        {
            total += _current[i] + _former[i];
        }

        long rank = (long)Math.Ceiling(share * total);
        for (int i = 0; i < _current.Length && total > 0; i++)
        {
            rank -= _current[i] + _former[i];
            if (rank <= 0)
            {
                return TimeSpan.FromMicroseconds(Upper(i));
            }
        }

        return TimeSpan.Zero;
    }

    void Roll(long now)
    {
        if (now - _since < s_window)
        {
            return;
        }

        (_current, _former) = (_former, _current);
        Array.Clear(_current);
        if (now - _since >= 2 * s_window)
        {
            Array.Clear(_former);
        }

        _since = now;
    }

    static int Bucket(long value)
    {
        if (value < 1 << SubBits)
        {
            return (int)Math.Max(value, 0);
        }

        int exponent = BitOperations.Log2((ulong)value);
        int bucket = ((exponent - SubBits + 1) << SubBits) + (int)((value >> (exponent - SubBits)) & ((1 << SubBits) - 1));
        return Math.Min(bucket, (40 << SubBits) - 1);
    }

    static double Upper(int bucket)
    {
        if (bucket < 1 << SubBits)
        {
            return bucket;
        }

        int exponent = (bucket >> SubBits) + SubBits - 1;
        int part = bucket & ((1 << SubBits) - 1);
        return Math.ScaleB(1 + ((part + 1) / (double)(1 << SubBits)), exponent);
    }
}
