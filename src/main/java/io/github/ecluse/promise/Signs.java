package io.github.ecluse.promise;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Signs that a line of a script reaches beyond the gate's copy, each by how a reason says it. */
final class Signs {
  /** Those that another Compose project is meant, which may be the user's own. */
  static final Map<String, Pattern> OF_ANOTHER_PROJECT =
      Map.of(
          "it names a Compose project of its own",
          Pattern.compile(
              afterCompose(
                      "(?:-p|--project-name)[\\s=]*+"
                          + "(?![\"']?\\$\\{?COMPOSE_PROJECT_NAME|[\"']\\s*[,)\\]])")
                  + "|\\bCOMPOSE_PROJECT_NAME\\s*:?=(?!<|[\"']?\\$\\{?COMPOSE_PROJECT_NAME)"),
          "it runs Compose by sudo without -E, which takes COMPOSE_PROJECT_NAME away",
          Pattern.compile(
              "(?<![\\w.-])sudo\\s+(?:(?!-\\w*E|--preserve-env|COMPOSE_PROJECT_NAME)[^\\s;&|]+\\s+)*?"
                  + "docker[\\s-]compose\\b"));

  private static final Map<String, Pattern> OF_MORE =
      Map.of(
          "it names another machine",
          Pattern.compile(
              "(?<![\\w.-])(?:ssh|sshpass|scp|sftp|lftp|kubectl|helm|nomad|terraform|kamal|flyctl"
                  + "|heroku|gcloud|aws|doctl|ansible(?:-\\w+)?)(?=[\\s\"',)]|$)"
                  + "|(?<![\\w.-])rsync\\s.*[:$]"
                  + "|\\bdocker\\s+(?:stack|swarm|service)\\s"
                  + "|\\bdocker\\s+context\\s+(?!inspect|ls|show)"
                  + "|\\bdocker\\s+(?:-H|--host|-c|--context)[\\s=]*+[\"']?(?!unix:)"
                  + "|\\bDOCKER_(?:HOST|CONTEXT)\\s*:?=(?![\"']*(?:unix:|\\s|$))"
                  + "|\\bdocker\\s+(?:image\\s+)?push\\s+(?:-\\S+\\s+)*[\"']?"
                  + "(?!localhost[:/]|127\\.0\\.0\\.1[:/])\\w"),
          "it names Compose files of its own",
          Pattern.compile(
              afterCompose(
                  "(?:-f|--file)[\\s=]*+"
                      + "(?![\"']?(?:\\$\\{?COMPOSE_FILE|(?:\\./)?(?:docker-)?compose\\.ya?ml))")));

  /** All of them. */
  static final Map<String, Pattern> ALL =
      Stream.of(OF_ANOTHER_PROJECT, OF_MORE)
          .flatMap(signs -> signs.entrySet().stream())
          .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

  private Signs() {}

  /** An option of Compose itself; behind the name of a subcommand it means something else. */
  private static String afterCompose(String option) {
    return "\\bdocker[\\s-]compose(?:\\s+--?[\\w-]+(?:[=\\s]+[^-\\s]\\S*)?)*?\\s+" + option;
  }
}
