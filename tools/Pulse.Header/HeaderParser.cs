using System;
using System.Collections.Generic;
using System.Globalization;

namespace Pulse.Header;

/// <summary>
/// Reads the subset of C in which pulse_native.h is written, and refuses everything else with its line:
/// <code>
/// #define PULSE_NAME 1, (-1) or 1u         a constant; a macro that is not PULSE_ and a number is refused
/// typedef int32_t name;                    an alias (pulse_code)
/// typedef struct name name;                a handle
/// typedef struct name { members } name;    a struct
/// typedef result (*name)(parameters);      a callback
/// PULSE_API result name(parameters);       a function
/// </code>
/// Conditionals and includes are skipped, except that what stands below <c>#ifdef __cplusplus</c> is left out.
/// </summary>
sealed class HeaderParser
{
    static readonly HashSet<string> s_builtIn = new HashSet<string>
    {
        "void", "char", "double", "size_t", "int32_t", "uint32_t", "int64_t", "uint64_t",
    };

    readonly List<Token> _tokens;
    readonly CHeader _header = new CHeader();
    readonly HashSet<string> _types = new HashSet<string>(s_builtIn);
    readonly HashSet<string> _names = new HashSet<string>();
    string _section = "";
    int _at;

    HeaderParser(List<Token> tokens) => _tokens = tokens;

    internal static CHeader Parse(string text)
    {
        var parser = new HeaderParser(Tokenizer.Split(text));
        parser.ParseAll();
        return parser._header;
    }

    Token Current => _tokens[_at];

    void ParseAll()
    {
        while (Current.Kind != TokenKind.End)
        {
            Token token = Current;
            if (token.Kind == TokenKind.Section)
            {
                _section = token.Text;
                _at++;
            }
            else if (token.Kind == TokenKind.Directive)
            {
                ParseDirective();
            }
            else if (TakeIf("typedef"))
            {
                ParseTypedef();
            }
            else if (TakeIf("PULSE_API"))
            {
                ParseFunction();
            }
            else
            {
                throw new HeaderException(token.Line, "a declaration was expected, not '" + token.Text + "'");
            }
        }
    }

    void ParseDirective()
    {
        Token token = Current;
        string[] words = token.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        _at++;
        switch (words[0])
        {
            case "#ifdef" when words.Length == 2 && words[1] == "__cplusplus":
                while (Current.Kind != TokenKind.Directive || Current.Text != "#endif")
                {
                    if (Current.Kind == TokenKind.End)
                    {
                        throw new HeaderException(token.Line, "#ifdef has no #endif");
                    }
                    _at++;
                }
                _at++;
                break;
            case "#define" when words.Length == 2 || words[1] == "PULSE_API":
                break; // the guard, and how functions are marked
            case "#define":
                ParseConstant(token, words);
                break;
            case "#include":
            case "#if":
            case "#ifdef":
            case "#ifndef":
            case "#else":
            case "#endif":
                break;
            default:
                throw new HeaderException(token.Line, words[0] + " is not in the subset");
        }
    }

    void ParseConstant(Token token, string[] words)
    {
        string number = words.Length == 3 ? words[2].Trim('(', ')') : "";
        bool isUnsigned = number.Length > 0 && number[number.Length - 1] == 'u';
        if (!words[1].StartsWith("PULSE_", StringComparison.Ordinal)
            || !long.TryParse(isUnsigned ? number.Substring(0, number.Length - 1) : number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            throw new HeaderException(token.Line, "a constant is PULSE_... and a whole number");
        }
        Declare(words[1], token.Line);
        _header.Constants.Add(new CConstant(words[1], value, isUnsigned, _section));
    }

    void ParseTypedef()
    {
        if (!TakeIf("struct"))
        {
            CType type = ParseType();
            if (TakeIf("("))
            {
                Take("*");
                Token callback = TakeName();
                Take(")");
                _header.Callbacks.Add(new CFunction(type, callback.Text, ParseParameters(), callback.Line));
                DeclareType(callback);
            }
            else
            {
                DeclareType(TakeName());
            }
            Take(";");
            return;
        }
        Token name = TakeName();
        if (TakeIf("{"))
        {
            var members = new List<CVariable>();
            while (!TakeIf("}"))
            {
                members.Add(ParseVariable());
                Take(";");
            }
            if (members.Count == 0)
            {
                throw new HeaderException(name.Line, name.Text + " has no members");
            }
            _header.Structs.Add(new CStruct(name.Text, members));
        }
        else
        {
            _header.Handles.Add(name.Text);
        }
        Take(name.Text);
        Take(";");
        DeclareType(name);
    }

    void ParseFunction()
    {
        CType result = ParseType();
        Token name = TakeName();
        Declare(name.Text, name.Line);
        _header.Functions.Add(new CFunction(result, name.Text, ParseParameters(), name.Line));
        Take(";");
    }

    List<CVariable> ParseParameters()
    {
        var parameters = new List<CVariable>();
        Take("(");
        if (Current.Text == "void" && _tokens[_at + 1].Text == ")")
        {
            _at += 2;
            return parameters;
        }
        do
        {
            parameters.Add(ParseVariable());
        }
        while (TakeIf(","));
        Take(")");
        return parameters;
    }

    CVariable ParseVariable()
    {
        int start = _at;
        CType type = ParseType();
        Token name = TakeName();
        string declaration = "";
        for (int i = start; i < _at; i++)
        {
            string before = i == start ? "" : _tokens[i - 1].Text;
            declaration += (before.Length == 0 || before == "*" ? "" : " ") + _tokens[i].Text;
        }
        return new CVariable(type, name.Text, declaration);
    }

    CType ParseType()
    {
        bool isConst = TakeIf("const");
        Token name = TakeName();
        if (!_types.Contains(name.Text))
        {
            throw new HeaderException(name.Line, "the type " + name.Text + " is not known");
        }
        int stars = 0;
        while (true)
        {
            if (TakeIf("*"))
            {
                stars++;
            }
            else if (!(stars > 0 && TakeIf("const")))
            {
                return new CType(name.Text, isConst, stars);
            }
        }
    }

    void Declare(string name, int line)
    {
        if (!_names.Add(name))
        {
            throw new HeaderException(line, name + " is declared twice");
        }
    }

    void DeclareType(Token name)
    {
        Declare(name.Text, name.Line);
        _types.Add(name.Text);
    }

    void SkipSections()
    {
        while (Current.Kind == TokenKind.Section)
        {
            _section = Current.Text;
            _at++;
        }
    }

    bool TakeIf(string text)
    {
        SkipSections();
        if (Current.Kind == TokenKind.End || Current.Kind == TokenKind.Directive || Current.Text != text)
        {
            return false;
        }
        _at++;
        return true;
    }

    void Take(string text)
    {
        if (!TakeIf(text))
        {
            throw new HeaderException(Current.Line, "'" + text + "' was expected, not '" + Current.Text + "'");
        }
    }

    Token TakeName()
    {
        Token token = Current;
        if (token.Kind != TokenKind.Name)
        {
            throw new HeaderException(token.Line, "a name was expected, not '" + token.Text + "'");
        }
        _at++;
        return token;
    }
}
