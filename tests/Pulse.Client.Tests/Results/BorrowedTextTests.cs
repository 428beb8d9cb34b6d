using System.Text;
using Pulse.Client.Results;

namespace Pulse.Client.Tests.Results;

public sealed class BorrowedTextTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(1000)]
    public void Each_text_is_kept_once_and_closed_with_the_others(int count)
    {
        BorrowedTexts<int> texts = new();
        List<NativeBuffer> kept = [];
        for (int i = 0; i < count; i++)
        {
            Assert.False(texts.TryGet(i, out _));
            kept.Add(texts.Keep(i, Text(i)));
        }

        for (int i = 0; i < count; i++)
        {
            NativeBuffer late = Text(-1);
            Assert.Same(kept[i], texts.Keep(i, late));
            Assert.False(late.TryRetain());
            Assert.True(texts.TryGet(i, out NativeBuffer? found));
            Assert.Same(kept[i], found);
            Assert.Equal($"text {i}", Encoding.UTF8.GetString(found.Content));
        }

        texts.Close();
        texts.Close();
        Assert.All(kept, static text => Assert.False(text.TryRetain()));
    }

    [Fact]
    public async Task Threads_that_ask_at_once_get_the_same_text()
    {
        const int Keys = 20;
        for (int round = 0; round < 200; round++)
        {
            BorrowedTexts<int> texts = new();
            using Barrier start = new(4);
            NativeBuffer[][] seen = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait(TestContext.Current.CancellationToken);
                    return Enumerable.Range(0, Keys).Select(i => (i + (thread * 5)) % Keys).Select(key => (Key: key, Text: texts.Keep(key, Text(key)))).OrderBy(static one => one.Key).Select(static one => one.Text).ToArray();
                },
                TestContext.Current.CancellationToken,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default)));
            Assert.All(seen, one => Assert.Equal(seen[0], one));
            Assert.Equal(Keys, seen[0].Distinct().Count());
            texts.Close();
            Assert.All(seen[0], static text => Assert.False(text.TryRetain()));
        }
    }

    static NativeBuffer Text(int number) => NativeBuffer.Copy(Encoding.UTF8.GetBytes($"text {number}"));
}
