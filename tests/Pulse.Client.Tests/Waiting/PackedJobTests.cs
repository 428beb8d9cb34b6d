using System.Text;
using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Waiting;

/// <summary>What is kept of jobs comes back byte for byte, and takes less room when their bodies are alike.</summary>
public sealed class PackedJobTests
{
    const string Id = "3f2504e0-4f89-41d3-9a0c-0305e8000001";

    [Fact]
    public void Bodies_that_differ_in_ids_and_times_take_a_quarter()
    {
        AlikeBodies bodies = new();
        byte[][] all = [.. Enumerable.Range(0, 1000).Select(static i => Body(i))];
        PackedJob[] packed = [.. all.Select((body, i) => new PackedJob(IdOf(i), room: 0).With(body, bodies))];
        Assert.All(all.Zip(packed), pair => Assert.Equal(pair.First, Unpack(pair.Second, bodies)));
        Assert.InRange(packed.Average(static job => job.Bytes.Length - Id.Length), 1, all.Average(static body => body.Length) / 8);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e8000001")]
    [InlineData("\u00e4\u4e2d\uffef/ \"")]
    public void An_id_is_known_again(string id)
    {
        foreach (string full in new[] { id, string.Concat(Enumerable.Repeat(id, 1024 / id.Length)) })
        {
            PackedJob job = new(full, room: 9);
            Assert.Equal((full, false), (job.Id, job.HasSnapshot));
            Assert.True(job.HasId(full));
            Assert.False(job.HasId(full + "x"));
            Assert.False(job.HasId(full[1..]));
            Assert.False(job.HasId("\u00e5" + full[1..]));
            Assert.Null(job.Parse(new AlikeBodies(), redactor: null));
        }
    }

    [Fact]
    public void What_is_equal_to_the_snapshot_before_takes_nothing_new()
    {
        AlikeBodies bodies = new();
        PackedJob job = new PackedJob(Id, room: 64).With(Body(1), bodies);
        job = job.With(Body(2), bodies);
        Assert.Same(job.Bytes, job.With(Body(2), bodies).Bytes);
        Assert.NotSame(job.Bytes, job.With(Body(3), bodies).Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(40)]
    public void The_first_snapshot_goes_where_there_is_room_for_it_and_no_later_one_does(int spare)
    {
        AlikeBodies bodies = new();
        new PackedJob(IdOf(7), room: 0).With(Body(7), bodies);
        PackedJob first = new PackedJob(Id, room: 0).With(Body(1), bodies);
        PackedJob job = new(Id, first.Bytes.Length - Id.Length - 1 + spare);
        PackedJob none = job.Fixed();
        PackedJob kept = job.Keep(job.With(Body(1), bodies));
        Assert.Same(job.Bytes, kept.Bytes);
        Assert.True(kept.HasSnapshot);
        Assert.Equal(Body(1), Unpack(kept, bodies));
        Assert.Same(kept.Bytes, kept.Fixed().Bytes);
        Assert.Same(kept.Bytes, kept.Keep(kept.With(Body(1), bodies)).Bytes);

        // Who left before the first snapshot has none, and who left with one keeps that.
        PackedJob second = kept.Keep(kept.With(Body(2), bodies));
        Assert.False(none.HasSnapshot);
        Assert.Equal(Body(1), Unpack(kept, bodies));
        Assert.Equal(Body(2), Unpack(second, bodies));
        Assert.Equal(Id, second.Id);
    }

    [Fact]
    public void A_snapshot_without_room_or_likeness_is_kept_beside()
    {
        AlikeBodies bodies = new();
        new PackedJob(IdOf(7), room: 0).With(Body(7), bodies);
        PackedJob small = new(Id, room: 0);
        Assert.Equal(Body(1), Unpack(small.Keep(small.With(Body(1), bodies)), bodies));
        PackedJob large = new(Id, room: 4000);
        byte[] unlike = new byte[Body(1).Length];
        new Random(1).NextBytes(unlike);
        foreach (byte[] body in new[] { unlike, new byte[2000] })
        {
            PackedJob kept = large.Keep(large.With(body, bodies));
            Assert.NotSame(large.Bytes, kept.Bytes);
            Assert.Equal(body, Unpack(kept, bodies));
        }
    }

    [Fact]
    public void One_body_unlike_the_others_makes_no_job_much_larger()
    {
        AlikeBodies bodies = new();
        byte[] unlike = new byte[1000];
        new Random(1).NextBytes(unlike.AsSpan(100));
        PackedJob job = new PackedJob(Id, room: 0).With(new byte[1000], bodies).With(unlike, bodies);
        Assert.InRange(job.Bytes.Length, 900, 1040);
        Assert.InRange(bodies.UsualLength, 2, 64);
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

        PackedJob job = new("a", room: 0);
        int start = job.With([], bodies).Bytes.Length;
        foreach (byte[] body in new[] { first, ends, other })
        {
            job = job.With(body, bodies);
            Assert.InRange(job.Bytes.Length, 1, start + length + 1);
            Assert.Equal(body, Unpack(job, bodies));
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
                // More lengths than there are models, and ids of several lengths that some of them have.
                string id = new('x', random.Next(1, 5));
                byte[] body = new byte[random.Next(random.Next(2) == 0 ? 100 : 1100)];
                for (int change = random.Next(12); change > 0 && body.Length > 0; change--)
                {
                    Span<byte> rest = body.AsSpan(random.Next(body.Length));
                    Span<byte> part = rest[..Math.Min(random.Next(1, 9), rest.Length)];
                    if (random.Next(2) == 0)
                    {
                        part.Fill((byte)'x');
                    }
                    else
                    {
                        random.NextBytes(part);
                    }
                }

                PackedJob job = new(id, random.Next(60));
                PackedJob packed = job.Keep(job.With(body, bodies));
                Assert.Equal((id, Convert.ToHexString(body)), (packed.Id, Convert.ToHexString(Unpack(packed, bodies))));
                Assert.Same(packed.Bytes, packed.With(body, bodies).Bytes);
            }
        });
    }

    static byte[] Unpack(PackedJob job, AlikeBodies bodies)
    {
        int at = Encoding.UTF8.GetByteCount(job.Id) + 1;
        return bodies.Unpack(job.Bytes.AsSpan(at), Encoding.UTF8.GetBytes(job.Id));
    }

    static string IdOf(int i) => $"3f2504e0-4f89-41d3-9a0c-0305e8{i:x6}";

    static byte[] Body(int i) => Encoding.UTF8.GetBytes($$"""{"job_id":"3f2504e0-4f89-41d3-9a0c-0305e8{{i:x6}}","status":"processing","created_at":"2026-01-02T03:04:{{i % 60:d2}}.{{i * 7919 % 1_000_000:d6}}Z","progress":null,"message":"The document is being processed."}""");
}
