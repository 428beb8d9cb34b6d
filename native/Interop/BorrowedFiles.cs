using Pulse.Client;

namespace Pulse.Native.Interop;

/// <summary>The documents that C lends for one call, an array of structs whose size the first of them tells.</summary>
sealed unsafe class BorrowedFiles : IDisposable
{
    const int Most = 1000;

    readonly BorrowedFile[] _files;

    internal BorrowedFiles(FileStruct* files, nuint count, bool copy)
    {
        if (files is null && count > 0)
        {
            throw new ArgumentException("files is NULL but has a count.");
        }

        if (count > Most)
        {
            throw new ArgumentException($"files has more than {Most} entries.");
        }

        _files = new BorrowedFile[(int)count];
        if (count == 0)
        {
            return;
        }

        Read.Require(files, sizeof(nuint), "files");
        nuint stride = files->StructSize;
        try
        {
            for (int i = 0; i < _files.Length; i++)
            {
                FileStruct* file = (FileStruct*)((byte*)files + ((nuint)i * stride));
                if (file->StructSize != stride)
                {
                    throw new ArgumentException("files must all have the same struct_size.");
                }

                _files[i] = new BorrowedFile(file, copy, Caller);
                Caller ??= _files[i].Caller;
            }
        }
        catch (Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The thread on which the callbacks of documents run; null where there are none.</summary>
    internal CallerThread? Caller { get; private set; }

    internal IReadOnlyList<PulseFile> Files => [.. _files.Select(static file => file.File!)];

    public void Dispose()
    {
        foreach (BorrowedFile? file in _files)
        {
            file?.Dispose();
        }
    }
}
