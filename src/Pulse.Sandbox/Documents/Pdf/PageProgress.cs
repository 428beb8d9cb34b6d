namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>How far the reading of a file has come, for whoever watches over it.</summary>
class PageProgress
{
    /// <summary>The numbers of pages that are not to be read.</summary>
    public IReadOnlySet<int> LeftOut { get; init; } = new HashSet<int>();

    /// <summary>A page will be read now.</summary>
    public virtual void Begins(int page)
    {
    }

    /// <summary>There are no more pages to read.</summary>
    public virtual void Ends()
    {
    }
}
