package io.github.ecluse.containers;

import io.github.ecluse.process.CommandResult;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a container, as they are seen from the host: its image need not have a shell or any
 * other program.
 */
public final class ContainerFiles {
  /** File systems that hold no files of programs; all others may, in memory or over a network. */
  private static final Set<String> OF_THE_KERNEL =
      Set.of(
          "autofs",
          "binfmt_misc",
          "bpf",
          "cgroup",
          "cgroup2",
          "configfs",
          "debugfs",
          "devpts",
          "devtmpfs",
          "efivarfs",
          "fusectl",
          "hugetlbfs",
          "mqueue",
          "nsfs",
          "proc",
          "pstore",
          "rpc_pipefs",
          "securityfs",
          "selinuxfs",
          "sysfs",
          "tracefs");

  /** How the kernel writes a blank, a tab, a line feed and a backslash in a path. */
  private static final Pattern OCTAL = Pattern.compile("\\\\([0-3][0-7]{2})");

  /** File systems of the kernel, Docker's own files, and secrets, also each as a mounted file. */
  private static final Pattern NOT_OF_THE_PROGRAM =
      Pattern.compile("/(proc|sys|dev|run/secrets|etc/hosts|etc/hostname|etc/resolv.conf)(/.*)?");

  private final Function<String[], CommandResult> host;
  private final long pid;

  ContainerFiles(Function<String[], CommandResult> host, long pid) {
    this.host = host;
    this.pid = pid;
  }

  /**
   * {@return the files that hold a text, on all file systems of the container but those of the
   * kernel and those of its secrets}
   *
   * @param text is looked for as it is
   */
  public List<String> thatSay(String text) {
    String script = "text=$1; shift; find \"$@\" -xdev -type f -exec grep -lsF -- \"$text\" {} +";
    CommandResult found =
        run(
            Stream.concat(Stream.of("sh", "-c", script, "find", text), roots().map(this::onTheHost))
                .toArray(String[]::new));
    // find lists what is mounted below a root, also with -xdev.
    List<String> mounted = mountPoints();
    return paths(found).stream()
        .filter(path -> !mounted.contains(path) || isOfTheProgram(path))
        .toList();
  }

  private static boolean isOfTheProgram(String mount) {
    return !NOT_OF_THE_PROGRAM.matcher(mount).matches();
  }

  /** The folders at which its file systems begin. A secret is mounted to hold what is secret. */
  private Stream<String> roots() {
    return mounts()
        .filter(mount -> !OF_THE_KERNEL.contains(mount[2]))
        .map(mount -> mount[1])
        .filter(ContainerFiles::isOfTheProgram)
        .distinct();
  }

  /**
   * {@return the text of those of some files that are there}
   *
   * @param paths absolute paths in the container
   */
  public String text(String... paths) {
    return run(Stream.concat(Stream.of("cat"), Stream.of(paths).map(this::onTheHost))
            .toArray(String[]::new))
        .stdout();
  }

  /** {@return whether nobody, root either, can write to its root file system} */
  public boolean rootIsReadOnly() {
    return mounts()
        .filter(mount -> mount[1].equals("/"))
        .anyMatch(mount -> List.of(mount[3].split(",")).contains("ro"));
  }

  /**
   * {@return whether a file is there}
   *
   * @param path an absolute path in the container
   */
  public boolean has(String path) {
    return run("ls", "-d", onTheHost(path)).succeeded();
  }

  private Stream<String[]> mounts() {
    return kernelText("mounts")
        .lines()
        .map(line -> Stream.of(line.split(" ", -1)).map(ContainerFiles::decoded))
        .map(fields -> fields.toArray(String[]::new));
  }

  private List<String> mountPoints() {
    return mounts().map(mount -> mount[1]).toList();
  }

  private static String decoded(String field) {
    return OCTAL
        .matcher(field)
        .replaceAll(
            code ->
                Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 8))));
  }

  /**
   * {@return what the kernel says of the container's first process, or of its network}
   *
   * @param file below {@code /proc/PID} (proc(5)), such as {@code net/if_inet6}
   */
  public String kernelText(String file) {
    return run("cat", "/proc/%s/%s".formatted(pid, file)).orThrow().stdout();
  }

  /**
   * {@return the names of the programs of the image, of all users}
   *
   * @param bits those of the mode that all of them have, such as setuid (inode(7)); 0 for any
   */
  public List<String> programs(int bits) {
    String mode = Integer.toOctalString(bits | 0100);
    return paths(find("-type f -perm -" + mode)).stream()
        .map(path -> path.substring(path.lastIndexOf('/') + 1))
        .toList();
  }

  /**
   * {@return what a user can write of the image, without /tmp, /var/tmp, /run, mounts, and empty
   * folders with the sticky bit}
   *
   * @param user the number of the user
   * @param group the number of the user's group
   */
  public List<String> writableBy(int user, int group) {
    String condition =
        "( -path %1$s -o -path %2$s -o -path %3$s ) -prune -o ! -type l"
            + " ( -user %4$s -perm -200 -o -group %5$s -perm -020 -o -perm -002 )"
            + " ( ! -perm -1002 -o -exec sh -c 'ls -A \"$0\" | grep -q .' {} \\; ) -print";
    String written =
        condition
            .formatted(onTheHost("/tmp"), onTheHost("/var/tmp"), onTheHost("/run"), user, group)
            .replaceAll("([()!])", "\\\\$1");
    List<String> mounted = mountPoints();
    return paths(find(written)).stream().filter(path -> !mounted.contains(path)).toList();
  }

  private CommandResult find(String condition) {
    return run("sh", "-c", "find %s -xdev %s".formatted(onTheHost("/"), condition));
  }

  private String onTheHost(String path) {
    return "/proc/%s/root%s".formatted(pid, path);
  }

  private List<String> paths(CommandResult found) {
    String prefix = onTheHost("");
    return found.stdout().lines().map(path -> path.substring(prefix.length())).toList();
  }

  /**
   * Writes a line to what the container's first process has as its output.
   *
   * @param line without its end
   */
  public void writeToOutput(String line) {
    run("sh", "-c", "echo \"$0\" > /proc/%s/fd/1".formatted(pid), line).orThrow();
  }

  private CommandResult run(String... words) {
    return host.apply(words);
  }
}
