// Facts of a second reader: the procedures of every module below a folder, as the
// lexer of bsl-language-server sees them (io.github.1c-syntax:bsl-parser:0.27.0 with
// what it depends on, from Maven Central).
//
//   javac -proc:none -cp 'lib/*' Facts.java
//   java -Dfile.encoding=UTF-8 -Dsun.jnu.encoding=UTF-8 -cp 'lib/*:.' Facts FOLDER [-digest] >FACTS.tsv
//
// A line is a path and «name first-last» for each procedure, between tabs. With
// -digest it is the path, the count and the start of the SHA-256 of what stands
// behind the path otherwise.
import com.github._1c_syntax.bsl.parser.BSLLexer;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

public class Facts {
  public static void main(String[] args) throws Exception {
    Path root = Paths.get(args[0]);
    boolean digest = args.length > 1 && args[1].equals("-digest");
    List<String> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.map(p -> root.relativize(p).toString()).filter(p -> p.endsWith(".bsl")).sorted()
          .collect(Collectors.toList());
    }
    PrintStream out = new PrintStream(System.out, false, "UTF-8");
    for (String file : files) {
      List<String> procedures = read(root.resolve(file));
      String said = String.join("\t", procedures);
      if (digest) {
        said = procedures.size() + "\t" + sha256(said).substring(0, 12);
      }
      out.print((file + "\t" + said).stripTrailing() + "\n");
    }
    out.flush();
  }

  static List<String> read(Path path) throws Exception {
    String text = Files.readString(path);
    if (text.startsWith("\ufeff")) {
      text = text.substring(1);
    }
    BSLLexer lexer = new BSLLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    List<String> procedures = new ArrayList<>();
    int first = 0;
    int async = 0;
    boolean header = false;
    String name = "";
    for (Token t = lexer.nextToken(); t.getType() != Token.EOF; t = lexer.nextToken()) {
      if (t.getChannel() != Token.DEFAULT_CHANNEL) {
        continue;
      }
      switch (t.getType()) {
        case BSLLexer.PROCEDURE_KEYWORD:
        case BSLLexer.FUNCTION_KEYWORD:
          first = async > 0 ? async : t.getLine();
          header = true;
          async = 0;
          break;
        case BSLLexer.ENDPROCEDURE_KEYWORD:
        case BSLLexer.ENDFUNCTION_KEYWORD:
          procedures.add(name + " " + first + "-" + t.getLine());
          async = 0;
          break;
        default:
          async = t.getType() == BSLLexer.ASYNC_KEYWORD ? t.getLine() : 0;
          if (header) {
            name = t.getText();
            header = false;
          }
      }
    }
    return procedures;
  }

  static String sha256(String text) throws Exception {
    StringBuilder hex = new StringBuilder();
    for (byte b : MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8))) {
      hex.append(String.format("%02x", b));
    }
    return hex.toString();
  }
}
