using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Pulse.Client.Http;

/// <summary>
/// The roots that this machine trusts, read as a chain needs them. The framework reads the bundle and each file of the folders
/// at the first handshake of a process, some 430 certificates, and half of a hundred milliseconds, whatever the client trusts.
/// Here the roots that have issued a certificate of the chain are looked for in the bundle, by name; only when no chain leads to
/// them is everything read, and the verdict is then the framework's on all of it. Needs OpenSSL. Thread-safe.
/// </summary>
/// <param name="places">Where the roots are; asked once, at the first chain.</param>
sealed class MachineRoots(Func<MachineRoots.Places> places)
{
    /// <summary>Where OpenSSL looks too: SSL_CERT_FILE and SSL_CERT_DIR, or what it was built with.</summary>
    /// <param name="File">The bundle; null or empty for none.</param>
    /// <param name="Folders">Separated by colons.</param>
    /// <param name="AreDefault">Whether the folders are those that OpenSSL was built with.</param>
    internal readonly record struct Places(string? File, string Folders, bool AreDefault);

    /// <summary>As old as the framework lets its store become.</summary>
    static readonly TimeSpan s_maxAge = TimeSpan.FromMinutes(5);

    const string DefaultFolder = "/etc/ssl/certs";

    readonly Lock _lock = new();
    readonly Lazy<(string? File, string[] Folders)> _places = new(() => Resolve(places()));
    Bundle? _bundle;
    Everything? _everything;

    /// <summary>
    /// Builds the chain of a server's certificate and returns whether it is trusted; the policy is the framework's but for the
    /// trust, which is this machine's.
    /// </summary>
    internal bool Build(X509Chain chain, X509Certificate2 certificate, X509ChainPolicy policy)
    {
        X509Certificate2[] issuers = Current().Issuers([certificate, .. policy.ExtraStore]);
        return (issuers.Length > 0 && Build(chain, certificate, policy, issuers, looksFurther: false))
            || Build(chain, certificate, policy, All(), looksFurther: true);
    }

    static bool Build(X509Chain chain, X509Certificate2 certificate, X509ChainPolicy policy, X509Certificate2[] trusted, bool looksFurther)
    {
        X509ChainPolicy own = policy.Clone();
        own.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.CustomTrustStore.AddRange(trusted);

        // As the framework does when it is told nothing: a missing issuer may be loaded from where the certificate says.
        own.DisableCertificateDownloads = !(looksFurther && ServerCertificates.FetchesIssuers);
        chain.Reset();
        chain.ChainPolicy = own;
        return chain.Build(certificate);
    }

    /// <summary>The bundle as it is now.</summary>
    Bundle Current()
    {
        lock (_lock)
        {
            Stamp stamp = Stamp.Of(_places.Value.File);
            if (_bundle is null || _bundle.Stamp != stamp)
            {
                _bundle = new Bundle(stamp, _places.Value.File is { } file ? Entries(file) : []);
            }

            return _bundle;
        }
    }

    X509Certificate2[] All()
    {
        Bundle bundle = Current();
        lock (_lock)
        {
            Stamp[] stamps = [bundle.Stamp, .. _places.Value.Folders.Select(static folder => Stamp.Of(folder))];
            if (_everything is null || !_everything.Stamps.AsSpan().SequenceEqual(stamps) || TimeProvider.System.GetElapsedTime(_everything.ReadAt) > s_maxAge)
            {
                _everything = new Everything(stamps, TimeProvider.System.GetTimestamp(), ReadAll(bundle));
            }

            return _everything.Certificates;
        }
    }

    X509Certificate2[] ReadAll(Bundle bundle)
    {
        List<X509Certificate2> all = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        IEnumerable<Entry> entries = bundle.Entries.Concat(_places.Value.Folders.SelectMany(static folder => Files(folder)).SelectMany(static file => Entries(file)));
        foreach (Entry entry in entries)
        {
            if (entry.Certificate is { } certificate && known.Add(certificate.Thumbprint))
            {
                all.Add(certificate);
            }
        }

        using X509Store store = new(StoreName.Root, StoreLocation.CurrentUser);
        try
        {
            store.Open(OpenFlags.ReadOnly | OpenFlags.OpenExistingOnly);
            all.AddRange(store.Certificates);
        }
        catch (CryptographicException)
        {
            // This user has no roots of their own.
        }

        return [.. all];
    }

    static (string? File, string[] Folders) Resolve(Places places)
    {
        string[] folders = [.. places.Folders.Split(':', StringSplitOptions.RemoveEmptyEntries).Select(Path.GetFullPath)];
        bool standsIn = places.AreDefault && Array.TrueForAll(folders, static folder => Files(folder).Length == 0);
        return (string.IsNullOrEmpty(places.File) ? null : Path.GetFullPath(places.File), standsIn ? [DefaultFolder] : folders);
    }

    static string[] Files(string folder)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // As for OpenSSL: what is not there holds no roots.
            return [];
        }
    }

    static Entry[] Entries(string file)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        List<Entry> entries = [];
        string text = System.Text.Encoding.Latin1.GetString(bytes);
        int start = 0;
        while (PemEncoding.TryFind(text.AsSpan(start), out PemFields fields))
        {
            ReadOnlySpan<char> rest = text.AsSpan(start);
            start += fields.Location.End.Value;

            // "TRUSTED CERTIFICATE" says for what a root is good, which the framework does not read either.
            if (rest[fields.Label] is "CERTIFICATE" or "X509 CERTIFICATE")
            {
                byte[] certificate = new byte[fields.DecodedDataLength];
                Convert.TryFromBase64Chars(rest[fields.Base64Data], certificate, out _);
                entries.Add(new Entry(certificate));
            }
        }

        return entries.Count == 0 && bytes is [0x30, ..] ? [new Entry(bytes)] : [.. entries];
    }

    /// <summary>What tells whether a file or a folder has changed.</summary>
    readonly record struct Stamp(DateTime Written, long Length)
    {
        internal static Stamp Of(string? path)
        {
            if (path is null)
            {
                return default;
            }

            FileInfo file = new(path);
            try
            {
                file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
                return new(file.LastWriteTimeUtc, file.Exists ? file.Length : 0);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return default;
            }
        }
    }

    sealed record Everything(Stamp[] Stamps, long ReadAt, X509Certificate2[] Certificates);

    sealed class Bundle(Stamp stamp, Entry[] entries)
    {
        internal Stamp Stamp => stamp;

        internal Entry[] Entries => entries;

        /// <summary>Those that the certificates name as issuers.</summary>
        internal X509Certificate2[] Issuers(X509Certificate2[] certificates)
        {
            byte[][] names = Array.ConvertAll(certificates, static certificate => certificate.IssuerName.RawData);
            List<X509Certificate2> issuers = [];
            foreach (Entry entry in entries)
            {
                if (Array.Exists(names, name => entry.Subject.Span.SequenceEqual(name)) && entry.Certificate is { } certificate)
                {
                    issuers.Add(certificate);
                }
            }

            return [.. issuers];
        }
    }

    /// <summary>A certificate of a file, read by OpenSSL only when it may be needed.</summary>
    sealed class Entry(byte[] encoded)
    {
        readonly Lazy<X509Certificate2?> _certificate = new(() => Load(encoded));

        /// <summary>The encoded name; empty where it cannot be found.</summary>
        internal ReadOnlyMemory<byte> Subject { get; } = FindSubject(encoded);

        /// <summary>Null for what is no certificate.</summary>
        internal X509Certificate2? Certificate => _certificate.Value;

        static X509Certificate2? Load(byte[] encoded)
        {
            try
            {
                return X509Certificate2.CreateFromPem(PemEncoding.Write("CERTIFICATE", encoded));
            }
            catch (CryptographicException)
            {
                return null;
            }
        }

        static ReadOnlyMemory<byte> FindSubject(byte[] encoded)
        {
            try
            {
                // RFC 5280, 4.1: version, serial number, signature, issuer, validity, subject.
                AsnReader fields = new AsnReader(encoded, AsnEncodingRules.BER).ReadSequence().ReadSequence();
                if (fields.PeekTag().TagClass == TagClass.ContextSpecific)
                {
                    fields.ReadEncodedValue();
                }

                for (int i = 0; i < 4; i++)
                {
                    fields.ReadEncodedValue();
                }

                return fields.ReadEncodedValue();
            }
            catch (AsnContentException)
            {
                return default;
            }
        }
    }
}
