using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis.CSharp;
using Pulse.Header;

namespace Pulse.Native.Generators;

/// <summary>The method does not fit the function of the header.</summary>
sealed class MisfitException : Exception
{
    internal MisfitException(string message) : base(message)
    {
    }
}

/// <summary>
/// Writes the frames: what stands between a function of the header and the method that is its body. The method has the
/// function's parameters in their order and under their names (jobId for job_id), without the error; what the function
/// delivers is what the method returns, and with several of them the others are out parameters.
/// </summary>
sealed class FrameWriter
{
    const string Indent = "            ";

    readonly CHeader _header;
    readonly IReadOnlyDictionary<string, HandleClass> _handles;

    internal FrameWriter(CHeader header, IReadOnlyDictionary<string, HandleClass> handles)
    {
        _header = header;
        _handles = handles;
    }

    /// <summary>One way in which a parameter of C may be a parameter of C#.</summary>
    readonly struct Form
    {
        internal Form(string type, string name, string expression, int count = 1, bool isLent = false)
        {
            Type = type;
            Name = name;
            Expression = expression;
            Count = count;
            IsLent = isLent;
        }

        internal string Type { get; }
        internal string Name { get; }

        /// <summary>Reads it.</summary>
        internal string Expression { get; }

        /// <summary>How many parameters of C it takes up.</summary>
        internal int Count { get; }

        /// <summary>Whether it must be disposed of after the call.</summary>
        internal bool IsLent { get; }

        public override string ToString() => $"'{Type} {Name}'";
    }

    /// <summary>The frame of a function with a method of its own.</summary>
    internal string Export(CFunction function, ExportMethod export)
    {
        if (Roles.IsFree(_header, function))
        {
            throw new MisfitException("a function that frees an object needs no method, only a class with [NativeHandle]");
        }
        if (!export.IsCallable)
        {
            throw new MisfitException("the method must be internal, static and not generic");
        }

        var frame = new Frame(function);
        var arguments = new List<string>();
        CVariable? result = null;
        int at = 0;
        MethodParameter[] parameters = export.Parameters.Items.ToArray();
        for (int i = 0; i < function.Parameters.Count;)
        {
            CVariable p = function.Parameters[i];
            if (Roles.IsError(p))
            {
                i++;
            }
            else if (Roles.IsDelivered(_header, function, p))
            {
                i++;
                if (at < parameters.Length && parameters[at].IsOut)
                {
                    CheckOut(p, parameters[at]);
                    frame.Opening.Add($"Export.RequireOut(c_{p.Name});");
                    frame.Delivery.Add($"*c_{p.Name} = ({CSharpTypes.Of(_header, new CType(p.Type.Name, false, 0))}){Local(parameters[at].Name)};");
                    arguments.Add($"out var {Local(parameters[at].Name)}");
                    at++;
                }
                else if (result is null)
                {
                    result = p;
                }
                else
                {
                    throw new MisfitException($"'{p.Declaration}' needs an out parameter, as a method returns but one thing");
                }
            }
            else
            {
                Form[] forms = Forms(function, i).ToArray();
                if (at == parameters.Length || parameters[at].IsOut)
                {
                    throw new MisfitException($"'{p.Declaration}' has no parameter; it is {Either(forms)}");
                }
                MethodParameter given = parameters[at++];
                Form form = forms.FirstOrDefault(form => form.Type == given.Type && form.Name == given.Name);
                if (form.Type is null)
                {
                    throw new MisfitException($"'{p.Declaration}' is {Either(forms)}, not '{given.Type} {given.Name}'");
                }
                arguments.Add(Local(given.Name));
                if (Roles.IsFilledArray(_header, function, p))
                {
                    frame.Opening.Add($"Export.RequireOut(c_{function.Parameters[i + 2].Name});");
                }
                Read(frame, form, given.IsCopied, export.SmallestStruct);
                i += form.Count;
            }
        }
        if (export.Result.Task is not null)
        {
            TakeStop(parameters, ref at);
            arguments.Add("scope_.Token");
        }
        if (at < parameters.Length)
        {
            throw new MisfitException($"the function has nothing for '{parameters[at].Type} {parameters[at].Name}'");
        }
        return Write(frame, export, result, arguments);
    }

    /// <summary>The frame of an operation that is pulse_call() with its name.</summary>
    internal string Operation(CFunction function, ExportMethod call)
    {
        var frame = new Frame(function);
        CVariable? Find(string name) => function.Parameters.Find(p => p.Name == name);
        Read(frame, Forms(function, 0).First(), false);
        Read(frame, new Form("", "requestJson", Find("request_json") is null ? "default(global::System.ReadOnlyMemory<byte>)" : "Read.Bytes(c_request_json, c_request_size, \"request_json\")"), false);
        string files = Find("files") is not null ? "c_files, c_file_count" : Find("file") is not null ? "c_file, c_file is null ? 0u : 1u" : "null, 0";
        Read(frame, new Form("", "files", $"new BorrowedFiles({files}, copy: COPY)", isLent: true), false);
        string name = Names.WithoutPrefix(function.Name);
        return Write(frame, call, function.Parameters.Find(p => p.Name == "out"), new List<string> { "client", $"\"{name}\"", "requestJson", "files", "scope_.Token" });
    }

    /// <summary>What blocks can be stopped: its last parameter says when.</summary>
    static void TakeStop(MethodParameter[] parameters, ref int at)
    {
        if (at == parameters.Length || parameters[at] is not { Type: "CancellationToken", Name: "stop" })
        {
            throw new MisfitException("a method that returns a task ends with 'CancellationToken stop'");
        }
        at++;
    }

    /// <summary>The frame of a function that frees an object.</summary>
    internal string Free(CFunction function) =>
        Head(function, "void") + $" =>\n        Export.Free<{Handle(function.Parameters[0]).FullName}>(c_{function.Parameters[0].Name});\n";

    /// <summary>Everything that one frame does, in its order.</summary>
    sealed class Frame
    {
        internal Frame(CFunction function) => Function = function;

        internal CFunction Function { get; }
        internal List<string> Opening { get; } = new List<string>();
        internal List<string> Reading { get; } = new List<string>();
        internal List<string> Delivery { get; } = new List<string>();

        /// <summary>Copies that are the method's once it has returned, and nobody's if it throws.</summary>
        internal List<string> Copies { get; } = new List<string>();

        /// <summary>The thread that callbacks of documents run on, as an expression.</summary>
        internal string Caller { get; set; } = "null";
    }

    static void Read(Frame frame, Form form, bool copied, int smallestStruct = 0)
    {
        if (copied && !form.IsLent)
        {
            throw new MisfitException($"[Copied] is for documents, not for {form}");
        }
        string local = Local(form.Name);
        frame.Reading.Add($"{(form.IsLent && !copied ? "using " : "")}var {local} = {form.Expression.Replace("COPY", copied ? "true" : "false").Replace("SMALLEST", smallestStruct.ToString(CultureInfo.InvariantCulture))};");
        if (form.IsLent && !copied)
        {
            frame.Caller = local + ".Caller";
        }
        if (copied)
        {
            frame.Reading.Add("try");
            frame.Reading.Add("{");
            frame.Copies.Add(local);
        }
    }

    string Write(Frame frame, ExportMethod export, CVariable? result, List<string> arguments)
    {
        bool hasError = frame.Function.Parameters.Exists(Roles.IsError);
        var body = new List<string>();
        if (result is not null)
        {
            body.Add(RequireResult(frame.Function, result, export));
        }
        body.AddRange(frame.Opening);
        body.AddRange(frame.Reading);

        string call = $"{export.Method}({string.Join(", ", arguments)})";
        string returned = export.Result.IsDelivery ? "delivery_" : "result_";
        bool isVoid = export.Result.Type == "void";
        if (export.Result.Task is { } task)
        {
            // The call is made on the host's thread, which may be blocked; none of ours is.
            body.Add($"using CallScope scope_ = {Local(Names.Camel(Client(frame.Function).Name))}.Enter({frame.Caller});");
            body.Add($"{task} task_;");
            body.Add("using (SynchronousHandler.Enter())");
            body.Add("{");
            body.Add($"    task_ = {call};");
            body.Add("}");
            call = "scope_.Await(task_)";
        }
        body.Add(isVoid ? $"{call};" : $"var {returned} = {call};");
        if (export.Result.IsDelivery)
        {
            body.Add("var result_ = delivery_.Value;");
        }
        body.AddRange(frame.Delivery);
        if (result is not null)
        {
            body.Add(Deliver(frame.Function, result, export.Result));
        }
        else if (!isVoid && export.Result.Type != "PulseErrorCode")
        {
            throw new MisfitException($"the method returns {export.Result.Type}, and the function has nowhere to put it");
        }
        else if (isVoid && !hasError)
        {
            throw new MisfitException("the function returns a code: the method returns a PulseErrorCode");
        }
        string error = hasError ? "c_error" : "null";
        body.Add(export.Result.IsDelivery ? $"return Export.Conclude(delivery_.Code, delivery_.Failure, {error});"
            : result is null && !isVoid ? "return (int)result_;"
            : "return Export.Ok;");
        foreach (string copy in frame.Copies)
        {
            body.AddRange(new[] { "}", "catch", "{", $"    {copy}.Dispose();", "    throw;", "}" });
        }

        var text = new StringBuilder(Head(frame.Function, "int")).Append("\n    {\n");
        text.Append(hasError ? "        Export.Clear(c_error);\n" : "").Append("        try\n        {\n");
        foreach (string line in body)
        {
            text.Append(Indent).Append(line).Append('\n');
        }
        text.Append($"        }}\n        catch (global::System.Exception exception_)\n        {{\n{Indent}return Export.Fail(exception_, {error});\n        }}\n    }}\n");
        return text.ToString();
    }

    string Head(CFunction function, string result)
    {
        string parameters = string.Join(", ", function.Parameters.Select(p => Roles.IsError(p) ? "nint* c_error" : $"{CSharpTypes.Of(_header, p.Type)} c_{p.Name}"));
        return $"\n    [UnmanagedCallersOnly(EntryPoint = \"managed_{Names.WithoutPrefix(function.Name)}\")]\n    static {result} {function.Name}({parameters})";
    }

    string RequireResult(CFunction function, CVariable result, ExportMethod export) =>
        result.Type.Name == "pulse_str" ? $"Export.RequireOut(c_{result.Name}, PulseStr.Empty);"
        : Roles.IsFilled(_header, result) ? $"nuint size_ = Export.RequireStruct(c_{result.Name}, {export.SmallestStruct});"
        : (export.Cleared != 0 ? export.Cleared : Roles.ClearedTo(function)) is not 0 and var none ? $"Export.RequireOut(c_{result.Name}, {none});"
        : $"Export.RequireOut(c_{result.Name});";

    /// <summary>Puts what the method returned where C wants it.</summary>
    string Deliver(CFunction function, CVariable p, MethodResult result)
    {
        string place = $"*c_{p.Name} = ";
        if (_header.Handles.Contains(p.Type.Name))
        {
            HandleClass handle = Handle(p);
            Require(result.Type == handle.Name || handle.From.Items.Contains(result.Type) || result.Bases.Items.Any(handle.From.Items.Contains), p, result,
                string.Join(" or ", new[] { handle.Name }.Concat(handle.From.Items)));
            string add = place + $"HandleTable.Add(({handle.FullName})result_);";
            return result.IsDelivery ? $"if (result_ is not null) {add}" : add;
        }
        switch (p.Type.Name)
        {
            case "pulse_str" when result.Type is "string" or "string?" or "ReadOnlyMemory<byte>":
                CVariable owner = function.Parameters.Find(other => Roles.IsHandle(_header, other))
                    ?? throw new MisfitException("there is no object that could own the text");
                return place + $"{Local(Names.Camel(owner.Name))}.Strings.Get(\"{function.Name}\", result_);";
            case "pulse_str":
                Require(result.Type == "PulseStr", p, result, "string or string? or ReadOnlyMemory<byte> or PulseStr");
                return place + "result_;";
            case "int32_t":
                Require(result.IsEnum || result.Type is "int" or "bool", p, result, "int or bool or an enumeration");
                return place + (result.Type == "bool" ? "result_ ? 1 : 0;" : "(int)result_;");
            case "int64_t":
                Require(result.Type == "long", p, result, "long");
                return place + "result_;";
            default:
                Require(result.Type == CSharpTypes.StructName(p.Type.Name), p, result, CSharpTypes.StructName(p.Type.Name));
                return $"Export.Fill(c_{p.Name}, size_, result_);";
        }
    }

    static void Require(bool fits, CVariable p, MethodResult result, string expected)
    {
        if (!fits)
        {
            throw new MisfitException($"'{p.Declaration}' is what the method returns: {expected}, not {result.Type}");
        }
    }

    static void CheckOut(CVariable p, MethodParameter given)
    {
        if (given.Name != Names.Camel(p.Name) || !(given.IsEnum || given.Type == "int") || p.Type.Name != "int32_t")
        {
            throw new MisfitException($"'{p.Declaration}' is 'out int {Names.Camel(p.Name)}' or an enumeration of that name, not 'out {given.Type} {given.Name}'");
        }
    }

    /// <summary>What the parameter may be in C#.</summary>
    IEnumerable<Form> Forms(CFunction function, int at)
    {
        CVariable p = function.Parameters[at];
        string c = "c_" + p.Name, name = Names.Camel(p.Name), quoted = "\"" + p.Name + "\"";
        CVariable? next = at + 1 < function.Parameters.Count ? function.Parameters[at + 1] : null;
        string? size = next?.Type is { Name: "size_t", Stars: 0 } ? "c_" + next.Name : null;
        if (Roles.IsHandle(_header, p))
        {
            HandleClass handle = Handle(p);
            foreach (string type in new[] { handle.Name }.Concat(handle.To.Items))
            {
                yield return new Form(type, name, $"HandleTable.Get<{handle.FullName}>({c}, {quoted})");
            }
            yield return new Form(handle.Name + "?", name, $"HandleTable.GetOrNull<{handle.FullName}>({c}, {quoted})");
            yield break;
        }
        switch (p.Type.Name, p.Type.Stars)
        {
            case ("char" or "void", 1) when p.Type.IsConst && size is not null:
                yield return new Form("ReadOnlyMemory<byte>", name, $"Read.Bytes({c}, {size}, {quoted})", 2);
                break;
            case ("char", 1):
                yield return new Form("string", name, $"Read.Text({c}, {quoted})");
                yield return new Form("string?", name, $"Read.OptionalText({c}, {quoted})");
                yield return new Form("RequestPath?", name, $"Read.OptionalRequestPath({c}, {quoted})");
                yield return new Form("byte[]", name, $"Read.Utf8({c}, {quoted})");
                break;
            case ("char", 2) when size is not null:
                yield return new Form("string[]", name, $"Read.Texts({c}, {size}, {quoted})", 2);
                break;
            case ("pulse_header", 1) when size is not null:
                yield return new Form("List<KeyValuePair<string, string>>", name, $"HeaderText.Read({c}, {size}, {quoted})", 2);
                break;
            case ("pulse_file", 1) when size is not null:
                yield return new Form("BorrowedFiles", name, $"new BorrowedFiles({c}, {size}, copy: COPY)", 2, isLent: true);
                break;
            case ("pulse_file", 1):
                yield return new Form("BorrowedFile", name, $"new BorrowedFile({c}, copy: COPY)", isLent: true);
                break;
            default:
                if (Roles.IsFilledArray(_header, function, p))
                {
                    string item = CSharpTypes.StructName(p.Type.Name);
                    yield return new Form($"StructArray<{item}>", name, $"new StructArray<{item}>({c}, {size}, c_{function.Parameters[at + 2].Name}, SMALLEST)", 3);
                    break;
                }
                if (Roles.IsSized(_header, p))
                {
                    yield return new Form(CSharpTypes.StructName(p.Type.Name), name, $"Read.Struct({c}, {quoted})");
                    break;
                }
                yield return new Form(CSharpTypes.Of(_header, p.Type), name, c);
                if (p.Type is { Name: "int64_t", Stars: 0 } && p.Name.EndsWith("_ms", StringComparison.Ordinal))
                {
                    yield return new Form("TimeSpan?", name.Substring(0, name.Length - "Ms".Length), $"Read.Duration({c}, {quoted})");
                }
                break;
        }
    }

    HandleClass Handle(CVariable p) => _handles.TryGetValue(p.Type.Name, out HandleClass found)
        ? found
        : throw new MisfitException($"no class has [NativeHandle(\"{p.Type.Name}\")]");

    /// <summary>Whose call it is, and with it the limits.</summary>
    CVariable Client(CFunction function) => function.Parameters.Find(p => Roles.IsHandle(_header, p) && p.Type.Name == "pulse_client")
        ?? throw new MisfitException("a method that returns a task is a call of a client");

    static string Either(Form[] forms) => string.Join(" or ", forms.Select(form => form.ToString()));

    static string Local(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
}
