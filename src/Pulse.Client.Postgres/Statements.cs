namespace Pulse.Client.Postgres;

/// <summary>The tables and statements, for a schema.</summary>
sealed class Statements
{
    internal Statements(string schema)
    {
        string s = $"\"{schema.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        Tables = $"""
            CREATE SCHEMA IF NOT EXISTS {s};
            CREATE TABLE IF NOT EXISTS {s}.batch_process (
                id uuid PRIMARY KEY,
                alive_until timestamptz NOT NULL,
                host text NOT NULL,
                pid integer NOT NULL
            );
            CREATE TABLE IF NOT EXISTS {s}.batch_document (
                run text NOT NULL,
                id bytea NOT NULL,
                position bigint GENERATED ALWAYS AS IDENTITY,
                document text NOT NULL,
                taken_by uuid,
                not_before timestamptz,
                state text CHECK (state IN ('completed', 'failed', 'unknown', 'open')),
                job_id text,
                message text,
                output text,
                ended_at timestamptz,
                PRIMARY KEY (run, id)
            );
            CREATE INDEX IF NOT EXISTS batch_document_open ON {s}.batch_document (run, position) WHERE state IS NULL;
            CREATE TABLE IF NOT EXISTS {s}.batch_record (
                key text PRIMARY KEY,
                state text NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'unknown', 'submitted', 'done', 'failed')),
                submit uuid,
                document text,
                job_id text,
                message text,
                outputs jsonb,
                taken_by uuid,
                changed_at timestamptz NOT NULL DEFAULT now()
            );
            CREATE TABLE IF NOT EXISTS {s}.batch_name (
                run text NOT NULL,
                name text NOT NULL,
                id bytea NOT NULL,
                PRIMARY KEY (run, name)
            );

            """;
        string Dead(string owner) => $"NOT EXISTS (SELECT FROM {s}.batch_process p WHERE p.id = {owner} AND p.alive_until > now())";
        TablesExist = $"SELECT to_regclass('{s.Replace("'", "''", StringComparison.Ordinal)}.batch_name') IS NOT NULL";
        Alive = $"INSERT INTO {s}.batch_process (id, alive_until, host, pid) VALUES ($1, now() + $2, $3, $4) ON CONFLICT (id) DO UPDATE SET alive_until = excluded.alive_until";
        Leave = $"DELETE FROM {s}.batch_process WHERE id = $1 OR alive_until < now() - interval '7 days'";
        Add = $"INSERT INTO {s}.batch_document (run, id, document) SELECT $1, i, d FROM unnest($2::bytea[], $3::text[]) AS given (i, d) ON CONFLICT DO NOTHING";
        Take = $"""
            WITH free AS (
                SELECT d.id FROM {s}.batch_document d
                WHERE d.run = $1 AND d.state IS NULL AND (d.not_before IS NULL OR d.not_before <= now())
                    AND (d.taken_by IS NULL OR CASE WHEN d.taken_by = $2 THEN $4 AND d.id <> ALL ($5) ELSE {Dead("d.taken_by")} END)
                ORDER BY d.position LIMIT $3
                FOR UPDATE OF d SKIP LOCKED
            )
            UPDATE {s}.batch_document d SET taken_by = $2, not_before = NULL FROM free WHERE d.run = $1 AND d.id = free.id RETURNING d.document
            """;
        IsOpen = $"SELECT EXISTS (SELECT FROM {s}.batch_document WHERE run = $1 AND state IS NULL)";
        PutBack = $"UPDATE {s}.batch_document SET taken_by = NULL, not_before = now() + $4 WHERE run = $1 AND id = $2 AND taken_by = $3";

        // A result is a result, also that of a process which was taken for dead.
        End = $"UPDATE {s}.batch_document SET state = $4, job_id = $5, message = $6, output = $7, ended_at = now(), taken_by = NULL WHERE run = $1 AND id = $2 AND (taken_by = $3 OR ($4 = 'completed' AND state IS DISTINCT FROM 'completed'))";
        Reopen = $"UPDATE {s}.batch_document SET state = NULL, ended_at = NULL WHERE run = $1 AND state = ANY ($2)";
        Count = $"SELECT coalesce(d.state, CASE WHEN d.taken_by IS NULL OR {Dead("d.taken_by")} THEN 'waiting' ELSE 'taken' END), count(*) FROM {s}.batch_document d WHERE d.run = $1 GROUP BY 1";
        List = $"SELECT document, state, job_id, message, output, position FROM {s}.batch_document WHERE run = $1 AND position > $2 ORDER BY position LIMIT $3";
        Name = $"INSERT INTO {s}.batch_name (run, name, id) VALUES ($1, $2, $3) ON CONFLICT (run, name) DO UPDATE SET id = excluded.id WHERE batch_name.id = excluded.id";
        Claim = $"INSERT INTO {s}.batch_record (key, taken_by) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET taken_by = $2 WHERE batch_record.taken_by IS NULL OR batch_record.taken_by = $2 OR {Dead("batch_record.taken_by")} RETURNING state, job_id, message, outputs::text";
        Read = $"SELECT state, job_id, message, outputs::text FROM {s}.batch_record WHERE key = $1";
        Release = $"UPDATE {s}.batch_record SET taken_by = NULL WHERE key = $1 AND taken_by = $2";
        Intent = $"UPDATE {s}.batch_record SET state = 'unknown', submit = $3, document = $4, job_id = NULL, message = NULL, changed_at = now() WHERE key = $1 AND taken_by = $2";
        Refused = $"UPDATE {s}.batch_record SET state = 'new', message = $3, changed_at = now() WHERE key = $1 AND submit = $2 AND state IN ('unknown', 'new')";
        Unknown = $"UPDATE {s}.batch_record SET message = $3, changed_at = now() WHERE key = $1 AND submit = $2 AND state = 'unknown'";
        Submitted = $"UPDATE {s}.batch_record SET state = 'submitted', job_id = $3, message = NULL, changed_at = now() WHERE key = $1 AND submit = $2 AND (state = 'unknown' OR job_id = $3)";

        string ofJob = "key = $1 AND (job_id = $3 OR (submit = $2 AND state = 'unknown'))";
        Done = $"UPDATE {s}.batch_record SET state = 'done', job_id = $3, message = NULL, outputs = CASE WHEN $4::text IS NULL THEN outputs ELSE coalesce(outputs, '{{}}') || jsonb_build_object($4::text, $5::text) END, changed_at = now() WHERE {ofJob}";
        Failed = $"UPDATE {s}.batch_record SET state = 'failed', job_id = $3, message = $4, changed_at = now() WHERE {ofJob} AND state <> 'done'";
    }

    internal string Tables { get; }

    internal string TablesExist { get; }

    internal string Alive { get; }

    internal string Leave { get; }

    internal string Add { get; }

    internal string Take { get; }

    internal string IsOpen { get; }

    internal string PutBack { get; }

    internal string End { get; }

    internal string Reopen { get; }

    internal string Count { get; }

    internal string List { get; }

    internal string Name { get; }

    internal string Claim { get; }

    internal string Read { get; }

    internal string Release { get; }

    internal string Intent { get; }

    internal string Refused { get; }

    internal string Unknown { get; }

    internal string Submitted { get; }

    internal string Done { get; }

    internal string Failed { get; }
}
