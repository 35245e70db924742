package standin

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// ScriptOptions changes how Run works.
type ScriptOptions struct {
	Class     string         // of the objects; empty: the library's first
	Objects   []ObjectOption // for every object created
	Stop      bool           // end at the first line that fails; otherwise it is reported and the dialogue goes on
	Echo      bool           // print every statement before its answer
	Dir       string         // where relative paths of @file and #file start; empty: the working directory
	Variables map[string]any // known from the start, whatever the case of their names
	English   bool           // print answers in English: True, Undefined, "object 2"
	Hint      string         // printed below what the command help lists
}

// Run reads a dialogue with an add-in from r, a statement a line, and writes an answer to each on w:
//
//	Инициализировать("https://key@host/1", "{""release"":""1.0""}")   // → Истина (431 µs); with ScriptOptions.English → True
//	Версия                                                             // a property, or a method without parameters
//	ид = ЗаписатьИсключение(@error.txt, , "0123456789abcdef0123456789abcdef")
//	ДобавитьВложение("отчет.bin", #report.bin)
//	.Текст = "значение"                                                // writes a property
//
// Names of methods and properties are looked up by the add-in, in both languages and any case. Arguments are, as in 1C:
//
//   - "strings", a quote inside doubled, a further line beginning with |; numbers; dates '20240131' and '20240131235959';
//   - Истина, Ложь, Неопределено, Null and their English forms;
//   - @path, the text of a file (UTF-8), and #path, its bytes; @"path with spaces";
//   - variables, passed by reference like everywhere in 1C: the add-in may change them;
//   - properties (with a dot before the name, if a variable has the same) and calls;
//   - nothing at all, for a parameter with a default.
//
// A line that ends inside parentheses goes on in the next one. A statement may end with a semicolon; // starts a comment.
//
// Commands: новый [Класс] (new) makes another object and goes on with it; объект 2 (object) goes on with the second one;
// уничтожить (destroy) destroys the current one; пауза 100 (sleep) waits so many milliseconds; помощь (help) lists what the
// add-in offers. The first object is made when it is first needed; all are destroyed at the end.
//
// The time in parentheses is that of CallAsFunc, CallAsProc or GetPropVal alone.
//
// At the end broken rules of the ABI are written as well, and forgotten (Library.TakeFaults). The error tells that a line failed or
// a rule was broken; the answers and what went wrong stand in the output.
//
// # Threads
//
// Run calls the add-in from its own goroutine, one call after another; reading from r may block as long as it likes.
func Run(r io.Reader, w io.Writer, l *Library, options ScriptOptions) error {
	s := newScript(w, l, options)
	err := s.run(r)
	return errors.Join(err, s.close())
}

// maxLineBytes bounds one line; larger texts come from files.
const maxLineBytes = 16 << 20

func (s *script) run(r io.Reader) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLineBytes)
	var text string // the statement so far
	var tokens []token
	var unfinished error
	first, line := 0, 0
	finish := func(err error) error {
		statement := text
		text, unfinished = "", nil
		return s.statement(first, statement, tokens, err)
	}
	for lines.Scan() {
		line++
		next := strings.TrimSuffix(lines.Text(), "\r")
		if line == 1 {
			next = strings.TrimPrefix(next, "\uFEFF")
		}
		if !utf8.ValidString(next) {
			return fmt.Errorf("standin: script: line %d: it is not UTF-8", line)
		}
		if unfinished == errOpenString && !strings.HasPrefix(strings.TrimLeft(next, " \t"), "|") {
			if err := finish(unfinished); err != nil {
				return err
			}
		}
		if unfinished == nil {
			first, text = line, next
		} else {
			text += "\n" + next
		}
		var err error
		tokens, err = lex(text)
		if err == errOpenString || err == errOpenParenthesis {
			unfinished = err
			continue
		}
		if err := finish(err); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("standin: script: line %d: %w", line+1, err)
	}
	if unfinished != nil {
		return finish(unfinished)
	}
	return nil
}

// statement runs one statement and prints its answer; the error ends the script.
func (s *script) statement(line int, text string, tokens []token, err error) error {
	if s.options.Echo && strings.TrimSpace(text) != "" {
		s.printf("%s\n", text)
	}
	var parsed statement
	if err == nil {
		parsed, err = parseStatement(tokens)
	}
	if err == nil {
		err = s.do(parsed)
	}
	if s.broken != nil {
		return s.broken
	}
	if err == nil {
		return nil
	}
	err = fmt.Errorf("line %d: %w", line, err)
	s.failed++
	s.printf("✗ %v\n", err)
	if s.options.Stop {
		return fmt.Errorf("standin: script: %w", err)
	}
	return nil
}
