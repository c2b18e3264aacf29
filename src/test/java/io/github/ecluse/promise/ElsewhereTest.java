package io.github.ecluse.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploys elsewhere is found, and what only looks like it is not. */
class ElsewhereTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh prod docker compose up -d",
        "/usr/bin/ssh prod uptime",
        "if ! ssh \"$HOST\" true; then exit 1; fi",
        "echo up | ssh prod sh",
        "scp compose.yml prod:",
        "rsync -a . deploy@prod:/srv/app",
        "kubectl apply -f k8s",
        "ansible-playbook site.yml",
        "docker stack deploy -c compose.yml shop",
        "docker context use prod",
        "docker --context prod compose up -d",
        "docker -H tcp://prod:2376 compose up -d",
        "DOCKER_HOST=ssh://prod docker compose up -d",
        "export DOCKER_CONTEXT=prod",
        "docker push ghcr.io/me/shop:latest",
        "docker compose -p shop up -d",
        "docker compose --ansi never --project-name=shop up -d",
        "docker-compose -p shop up -d",
        "COMPOSE_PROJECT_NAME=shop docker compose up -d",
        "docker compose -f compose.yml -f compose.prod.yml up -d",
        "docker compose --file /srv/shop/compose.yml up -d",
        "docker compose \\\n  -p shop \\\n  up -d",
        "subprocess.run([\"ssh\", \"prod\"])",
        "subprocess.run([\"docker\", \"compose\", \"-p\", \"mares\", \"up\"])",
        "spawn('docker', ['compose', '--project-name', 'mares', 'up'])",
        "system('docker-compose', '-p', 'mares', 'up')",
        "C = docker compose -p mares -f docker-compose.yml",
        "sudo docker compose up -d",
        "sudo -u deploy docker compose up -d"
      })
  void aScriptThatActsElsewhereIsFoundByItsLine(String text) throws IOException {
    write("deploy.sh", "#!/bin/sh\n# ssh is not used\n" + text + "\n");

    assertThat(Elsewhere.in(directory, "./deploy.sh"))
        .get()
        .asString()
        .contains("deploy.sh, line 3: ");
    assertThat(Elsewhere.in(directory, text)).get().asString().contains("its line 1: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker build --ssh default .",
        "eval $(ssh-agent)",
        "rsync -a static/ dist",
        "docker context inspect",
        "DOCKER_HOST= docker compose up -d",
        "DOCKER_HOST=unix:///run/docker.sock docker compose up -d",
        "docker push -q \"$image\"",
        "docker push localhost:5000/shop",
        "docker compose -f compose.yml up -d",
        "docker compose -p \"$COMPOSE_PROJECT_NAME\" up -d",
        "export COMPOSE_PROJECT_NAME=${COMPOSE_PROJECT_NAME:-shop}",
        "docker compose run -p 8080:80 web",
        "docker compose logs -f",
        "mkdir -p data && docker compose up -d",
        "docker compose up -d && mkdir -p data",
        "docker compose --ansi never up -d; mkdir -p data",
        "docker compose --dry-run up -d && ss -lt -p",
        "run(\"docker\", \"compose\", \"-p\", os.environ[\"COMPOSE_PROJECT_NAME\"], \"up\")",
        "run(\"docker\", \"compose\", \"-p\", project, \"up\")",
        "sudo -E docker compose up -d",
        "sudo COMPOSE_PROJECT_NAME=\"$COMPOSE_PROJECT_NAME\" docker compose up -d",
        "sudo chown -R deploy data && docker compose up -d",
        "echo 'then run: ssh prod'",
        "  # ssh prod"
      })
  void aHarmlessScriptIsNot(String text) throws IOException {
    write("deploy.sh", "#!/bin/sh\n" + text + "\n");

    assertThat(Elsewhere.in(directory, "./deploy.sh")).isEmpty();
  }

  @Test
  void whatAScriptOrAMakefileCallsIsLookedAtToo() throws IOException {
    write("Makefile", "deploy: build\n\t./scripts/up.sh\n");
    write("scripts/up.sh", "set -e\n. \"$(dirname \"$0\")/scripts/lib.sh\"\n");
    write("scripts/lib.sh", "./scripts/up.sh\n\nssh prod\n");

    assertThat(Elsewhere.in(directory, "make deploy"))
        .contains("it names another machine: scripts/lib.sh, line 3: ssh prod");
  }

  @Test
  void aScriptThatAnInterpreterReadsNeedNotBeExecutable() throws IOException {
    write("implantar.py", "run('docker', 'compose', '-p', 'mares', 'up')\n");
    write("notes.txt", "docker compose -p mares up\n");

    assertThat(Elsewhere.inAnotherProject(directory, "python3 implantar.py"))
        .get()
        .asString()
        .contains("implantar.py, line 1: ");
    assertThat(Elsewhere.inAnotherProject(directory, "cat notes.txt")).isEmpty();
  }

  @Test
  void theStacksOfThisRepositoryActHere() {
    assertThat(Elsewhere.in(Path.of(""), "./build.sh")).isEmpty();
    for (String example : new String[] {"node", "spring", "site"}) {
      assertThat(Elsewhere.in(Path.of("examples", example), "./deploy.sh")).isEmpty();
    }
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
