// What `cmake --install` and `cpack` put on a system: whole, valid, and able to run from where it lies.
#include "tests/support/test_program.h"

namespace rushlab::test::install {
namespace {

struct Ended {
    int status = -1;  // -1: it did not start, crashed, or did not end
    QString out, err;
    QString shown() const { return QString("%1\n%2\n%3").arg(status).arg(out.left(4'000), err.left(4'000)); }
};

Ended run(const QString& name, const QStringList& words) {
    QProcess program;
    program.start(name, words);
    if (!program.waitForFinished(100'000)) {
        program.kill();
        program.waitForFinished();
        return {};
    }
    return {program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1,
            QString::fromUtf8(program.readAllStandardOutput()), QString::fromUtf8(program.readAllStandardError())};
}

QByteArray contentsOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList filesIn(const QString& folder) {
    QStringList files;
    QDirIterator each(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (each.hasNext())
        files += QDir(folder).relativeFilePath(each.next());
    files.sort();
    return files;
}

// The value of a key in a desktop entry, or of a field in what `dpkg-deb --field` prints.
QString valueOf(const QString& text, const QString& key, const QString& mark) {
    for (const QString& line : text.split('\n')) {
        if (line.startsWith(key + mark)) return line.mid((key + mark).size()).trimmed();
    }
    return {};
}

// Of a list of packages, each perhaps with a version, perhaps with alternatives.
QStringList namesIn(const QString& packages) {
    QStringList names;
    for (const QString& one : packages.split(QRegularExpression("[,|]"), Qt::SkipEmptyParts))
        names += one.trimmed().section(' ', 0, 0);
    return names;
}

}  // namespace

class Install : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString installed(const QString& file = {}) const { return m_folder.filePath("prefix/" + file); }
    QString unpacked(const QString& file = {}) const { return m_folder.filePath("unpacked/usr/" + file); }
    // Empty: there is none.
    QString package() const {
        const QStringList found = QDir(m_folder.filePath("packages")).entryList({"*.deb"}, QDir::Files);
        return found.size() == 1 ? m_folder.filePath("packages/" + found.front()) : QString();
    }
    static bool isDebian() { return !QStandardPaths::findExecutable("dpkg-shlibdeps").isEmpty(); }

  private slots:
    void initTestCase() {
        QVERIFY(m_folder.isValid());
        const Ended ended = run(RUSHLAB_CMAKE, {"--install", RUSHLAB_BUILD_DIR, "--prefix", installed()});
        QVERIFY2(ended.status == 0, qPrintable(ended.shown()));
        if (!isDebian()) return;
        const Ended packed = run(RUSHLAB_CPACK, {"-G", "DEB", "--config", RUSHLAB_BUILD_DIR "/CPackConfig.cmake", "-B",
                                                 m_folder.filePath("packages")});
        QVERIFY2(packed.status == 0, qPrintable(packed.shown()));
        QVERIFY2(!package().isEmpty(), qPrintable(packed.shown()));
        const Ended opened = run("dpkg-deb", {"--extract", package(), m_folder.filePath("unpacked")});
        QVERIFY2(opened.status == 0, qPrintable(opened.shown()));
    }

    void theDesktopEntryIsValidAndNamesWhatIsThere() {
        const QString file = installed("share/applications/rushlab.desktop");
        const QString entry = QString::fromUtf8(contentsOf(file));
        QVERIFY2(QFileInfo(installed("bin/" + valueOf(entry, "Exec", "="))).isExecutable(), qPrintable(entry));
        const QString icon = valueOf(entry, "Icon", "=");
        QVERIFY(QFile::exists(installed("share/icons/hicolor/scalable/apps/" + icon + ".svg")));
        for (const quint32 size : {32U, 64U, 256U}) {
            const QByteArray png =
                contentsOf(installed(QString("share/icons/hicolor/%1x%1/apps/%2.png").arg(size).arg(icon)));
            QVERIFY(png.startsWith("\x89PNG") && png.size() > 24);
            QCOMPARE(qFromBigEndian<quint32>(png.constData() + 16), size);
            QCOMPARE(qFromBigEndian<quint32>(png.constData() + 20), size);
        }
        if (QStandardPaths::findExecutable("desktop-file-validate").isEmpty())
            QSKIP("desktop-file-validate is not here: apt-get install desktop-file-utils");
        const Ended said = run("desktop-file-validate", {file});
        QVERIFY2(said.status == 0 && said.out.isEmpty() && said.err.isEmpty(), qPrintable(said.shown()));
    }

    void theShopsOfSoftwareAreToldWhichEntryStartsIt() {
        QXmlStreamReader xml(contentsOf(installed("share/metainfo/io.rushlab.RushLab.metainfo.xml")));
        QString launched;
        while (!xml.atEnd()) {
            if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == QLatin1String("launchable"))
                launched = xml.readElementText();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY2(QFile::exists(installed("share/applications/" + launched)), qPrintable(launched));
    }

    void itRunsFromWhereItLies_data() {
        QTest::addColumn<QString>("program");
        QTest::newRow("installed") << installed("bin/rushlab");
        if (isDebian()) QTest::newRow("packed") << unpacked("bin/rushlab");
    }
    // Scripts, schemas, page and charts come with it: nothing is read from where it was built.
    void itRunsFromWhereItLies() {
        QFETCH(QString, program);
        const Ended version = run(program, {"--version"});
        QCOMPARE(version.out, QString("RushLab %1\n").arg(RUSHLAB_VERSION));
        QTemporaryDir place;
        const QString results = place.filePath("results");
        const Ended sale = run(program, {"run", "flash-sale", "--set", "users=20", "--set", "stock=5", "--data",
                                         place.filePath("data"), "--out", results, "--json"});
        QVERIFY2(sale.status == 0, qPrintable(sale.shown()));
        QCOMPARE(QJsonDocument::fromJson(sale.out.toUtf8())["verdict"].toString(), QString("PASS"));
        QVERIFY(contentsOf(results + "/report.html").startsWith("<!"));
        QVERIFY2(filesIn(results).contains("charts/lua-mq-stock.png"), qPrintable(filesIn(results).join(' ')));
    }

    void thePackageHoldsWhatAnInstallationDoes() {
        if (!isDebian()) QSKIP("Debian packages are made on Debian: apt-get install dpkg-dev file");
        QCOMPARE(filesIn(unpacked()), filesIn(installed()));
        for (const char* file : {"copyright", "LICENSE", "README.md", "resources/fonts/README.md"})
            QVERIFY2(QFile::exists(unpacked(QString("share/doc/rushlab/") + file)), file);
        const Ended fields = run("dpkg-deb", {"--field", package()});
        QCOMPARE(valueOf(fields.out, "Package", ":"), QString("rushlab"));
        QCOMPARE(valueOf(fields.out, "Version", ":"), QString(RUSHLAB_VERSION));
        QVERIFY(!valueOf(fields.out, "Maintainer", ":").isEmpty());
        QVERIFY(!valueOf(fields.out, "Description", ":").isEmpty());
    }

    // The libraries that the linker knows, and the plugins that it does not.
    void thePackageDependsOnAllThatTheProgramLoads() {
        if (!isDebian()) QSKIP("Debian packages are made on Debian: apt-get install dpkg-dev file");
        const Ended linked = run("readelf", {"--dynamic", "--wide", unpacked("bin/rushlab")});
        static const QRegularExpression needed(R"(\(NEEDED\).*\[(.+)\])");
        QStringList libraries{"*/sqldrivers/libqsqlite.so", "*/sqldrivers/libqsqlpsql.so", "*/platforms/libqxcb.so"};
        auto each = needed.globalMatch(linked.out);
        while (each.hasNext())
            libraries += "*/" + each.next().captured(1);
        QVERIFY2(libraries.size() > 10, qPrintable(linked.shown()));

        const QStringList depends = namesIn(run("dpkg-deb", {"--field", package(), "Depends"}).out);
        const Ended found = run("dpkg-query", QStringList{"--search"} + libraries);
        for (const QString& library : libraries) {
            bool covered = false;
            for (const QString& line : found.out.split('\n')) {
                if (!line.endsWith(library.mid(1))) continue;
                const QString owner = line.section(':', 0, 0);
                const Ended provided = run("dpkg-query", {"--show", "--showformat=${Package}, ${Provides}", owner});
                for (const QString& name : namesIn(provided.out))
                    covered = covered || depends.contains(name);
            }
            QVERIFY2(covered, qPrintable(library + " of " + found.out + " is not in " + depends.join(' ')));
        }
    }
};

RUSHLAB_TEST(Install)

}  // namespace rushlab::test::install
#include "install.moc"
