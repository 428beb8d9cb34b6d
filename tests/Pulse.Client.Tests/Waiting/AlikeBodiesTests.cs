using System.Text;
using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Waiting;

/// <summary>The last bodies of jobs come back byte for byte, and take less room when they are alike.</summary>
public sealed class AlikeBodiesTests
{
    [Fact]
    public void Bodies_that_differ_in_ids_and_times_take_a_third()
    {
        AlikeBodies bodies = new();
        byte[][] all = [.. Enumerable.Range(0, 1000).Select(static i => Body(i))];
        byte[][] packed = [.. all.Select(body => bodies.Pack(body, before: null))];
        Assert.All(all.Zip(packed), pair => Assert.Equal(pair.First, bodies.Unpack(pair.Second)));
        Assert.InRange(packed.Average(static body => body.Length), 1, all.Average(static body => body.Length) / 3);
    }

    [Fact]
    public void What_is_equal_to_what_was_packed_before_is_that()
    {
        AlikeBodies bodies = new();
        bodies.Pack(Body(1), before: null);
        byte[] packed = bodies.Pack(Body(2), before: null);
        Assert.Same(packed, bodies.Pack(Body(2), packed));
        Assert.NotSame(packed, bodies.Pack(Body(3), packed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(70_000)]
    public void A_body_of_any_length_comes_back(int length)
    {
        AlikeBodies bodies = new();
        byte[] first = new byte[length];
        byte[] ends = new byte[length];
        byte[] other = new byte[length];
        Array.Fill(other, (byte)1);
        if (length > 0)
        {
            ends[0] = ends[^1] = 7;
        }

        foreach (byte[] body in new[] { first, ends, other })
        {
            byte[] packed = bodies.Pack(body, before: null);
            Assert.InRange(packed.Length, 1, length + 1);
            Assert.Equal(body, bodies.Unpack(packed));
        }
    }

    [Fact]
    public void Any_changes_come_back_also_when_many_threads_pack_at_once()
    {
        AlikeBodies bodies = new();
        Parallel.For(0, 8, seed =>
        {
            Random random = new(seed);
            for (int i = 0; i < 4000; i++)
            {
                // More lengths than there are models.
                byte[] body = new byte[random.Next(random.Next(2) == 0 ? 100 : 1100)];
                for (int change = random.Next(12); change > 0 && body.Length > 0; change--)
                {
                    Span<byte> rest = body.AsSpan(random.Next(body.Length));
                    random.NextBytes(rest[..Math.Min(random.Next(1, 9), rest.Length)]);
                }

                byte[] packed = bodies.Pack(body, before: null);
                Assert.Equal(body, bodies.Unpack(packed));
                Assert.Same(packed, bodies.Pack(body, packed));
            }
        });
    }

    static byte[] Body(int i) => Encoding.UTF8.GetBytes($$"""{"job_id":"3f2504e0-4f89-41d3-9a0c-0305e8{{i:x6}}","status":"processing","created_at":"2026-01-02T03:04:{{i % 60:d2}}.{{i * 7919 % 1_000_000:d6}}Z","progress":null,"message":"The document is being processed."}""");
}
