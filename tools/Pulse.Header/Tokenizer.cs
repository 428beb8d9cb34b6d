using System;
using System.Collections.Generic;

namespace Pulse.Header;

enum TokenKind
{
    Name,
    Number,
    Symbol,

    /// <summary>A whole preprocessor line.</summary>
    Directive,

    /// <summary>The title of a section.</summary>
    Section,
    End,
}

readonly struct Token
{
    internal Token(TokenKind kind, string text, int line)
    {
        Kind = kind;
        Text = text;
        Line = line;
    }

    internal TokenKind Kind { get; }
    internal string Text { get; }
    internal int Line { get; }
}

/// <summary>Splits a header into tokens. Comments go, but for the titles of sections.</summary>
static class Tokenizer
{
    internal static List<Token> Split(string text)
    {
        var tokens = new List<Token>();
        int line = 1, at = 0;
        bool lineStart = true;
        while (at < text.Length)
        {
            char c = text[at];
            if (c == '\n')
            {
                line++;
                at++;
                lineStart = true;
            }
            else if (char.IsWhiteSpace(c))
            {
                at++;
            }
            else if (c == '/' && at + 1 < text.Length && text[at + 1] == '*')
            {
                int end = text.IndexOf("*/", at + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    throw new HeaderException(line, "the comment has no end");
                }
                string comment = text.Substring(at + 2, end - at - 2);
                string title = comment.Trim(' ', '-');
                if (comment.StartsWith(" ---", StringComparison.Ordinal) && title.IndexOf('\n') < 0)
                {
                    tokens.Add(new Token(TokenKind.Section, title, line));
                }
                foreach (char inside in comment)
                {
                    line += inside == '\n' ? 1 : 0;
                }
                at = end + 2;
            }
            else if (c == '#' && lineStart)
            {
                int end = text.IndexOf('\n', at);
                end = end < 0 ? text.Length : end;
                int comment = text.IndexOf("/*", at, end - at, StringComparison.Ordinal);
                end = comment < 0 ? end : comment;
                string directive = text.Substring(at, end - at).Trim();
                if (directive[directive.Length - 1] == '\\')
                {
                    throw new HeaderException(line, "a macro of several lines is not in the subset");
                }
                tokens.Add(new Token(TokenKind.Directive, directive, line));
                at = end;
            }
            else
            {
                lineStart = false;
                int start = at;
                if (c == '_' || char.IsLetterOrDigit(c))
                {
                    while (at < text.Length && (text[at] == '_' || char.IsLetterOrDigit(text[at])))
                    {
                        at++;
                    }
                    tokens.Add(new Token(char.IsDigit(c) ? TokenKind.Number : TokenKind.Name, text.Substring(start, at - start), line));
                }
                else if (c is '*' or '(' or ')' or '{' or '}' or ',' or ';' or '"')
                {
                    at++;
                    tokens.Add(new Token(TokenKind.Symbol, c.ToString(), line));
                }
                else
                {
                    throw new HeaderException(line, "'" + c + "' is not in the subset");
                }
            }
        }
        tokens.Add(new Token(TokenKind.End, "the end", line));
        return tokens;
    }
}
