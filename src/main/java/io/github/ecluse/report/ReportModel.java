package io.github.ecluse.report;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

final class ReportModel {
  private ReportModel() {}

  static Map<String, Object> of(Recording recording, Claims claims, Path directory) {
    Map<String, Object> model = new HashMap<>();
    model.put("run", recording);
    return model;
  }
}
