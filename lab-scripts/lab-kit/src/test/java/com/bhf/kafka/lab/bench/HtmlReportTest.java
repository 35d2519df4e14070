package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class HtmlReportTest {

    private final String page = HtmlReport.page(Reports.report(1, Reports.MACHINE));

    @Test
    void shouldShowEverySeries() {
        for (Scenario scenario : Scenario.values()) {
            assertThat(page).contains(">" + scenario.option() + "<", scenario.option() + ": median");
        }
        for (Goal goal : Goal.values()) {
            assertThat(page).contains(Svg.escaped(goal.label()));
        }
        assertThat(page).contains("A study's chart", "a finding");
        assertThat(page.split("class=\"goal\"", -1)).hasSize(Goal.values().length + 1);
    }

    @Test
    void shouldNeedNothingFromOutside() {
        assertThat(page).doesNotContain("http://", "https://", "<script", "@import", "url(");
    }

    @Test
    void shouldDrawWellFormedPictures() throws Exception {
        for (String part : page.split("(?=<svg)", -1)) {
            if (part.startsWith("<svg")) {
                String svg = part.substring(0, part.indexOf("</svg>") + 6);
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
            }
        }
    }

    @Test
    void shouldWarnWhenAFigureCannotBeBelieved() {
        BenchReport report = Reports.report(
                List.of(
                        Reports.measurement(Scenario.HEALTH, 1, 100, null),
                        Reports.measurement(Scenario.SYNC, 1, 50, "2 < 3 records")),
                Reports.MACHINE);

        assertThat(HtmlReport.page(report)).contains("Invalid: sync, round 1: 2 &lt; 3 records");
    }
}
