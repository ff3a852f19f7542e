extension LandingPage {
    /// Colours have a contrast of at least 4.5 against the background they stand on.
    static let style = """
        :root {
          color-scheme: light dark;
          --text: #1b1f24; --quiet: #525b65; --ground: #ffffff; --card: #f4f6f8; --track: #dde2e8;
          --failed: #b42318; --updatable: #8a5300; --fresh: #0b6b3a; --outdated: #5b4ba8;
          --link: #0b57b0;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --text: #e7eaee; --quiet: #a7b0ba; --ground: #14171a; --card: #1e2328; --track: #343b43;
            --failed: #ff8a7a; --updatable: #f0b35a; --fresh: #5fd28f; --outdated: #b9acf5;
            --link: #8ab8ff;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; max-width: 60rem; padding: 1rem; color: var(--text);
          background: var(--ground); font: 1rem/1.5 system-ui, sans-serif;
          overflow-wrap: anywhere;
        }
        h1 { margin: 0; font-size: 1.6rem; }
        h2 { margin: 2rem 0 .25rem; font-size: 1.25rem; }
        h3 { margin: 1.25rem 0 .25rem; font-size: 1rem; }
        header p, footer, small, caption { color: var(--quiet); }
        header p { margin: 0; }
        a { color: var(--link); }
        .good { color: var(--fresh); }
        .bad { color: var(--failed); }
        .states {
          display: grid; gap: .75rem; padding: 0; margin: 1rem 0; list-style: none;
          grid-template-columns: repeat(auto-fit, minmax(10rem, 1fr));
        }
        .states li { padding: .75rem; border-radius: .5rem; background: var(--card); }
        .states b { display: block; font-size: 2rem; line-height: 1.2; }
        small { display: block; }
        .failed { --bar: var(--failed); }
        .updatable { --bar: var(--updatable); }
        .fresh { --bar: var(--fresh); }
        .outdated { --bar: var(--outdated); }
        .bar {
          display: block; height: .5rem; margin-top: .35rem; border-radius: .25rem;
          background: var(--track); overflow: hidden;
        }
        .bar span { display: block; height: 100%; background: var(--bar, var(--failed)); }
        table { width: 100%; border-collapse: collapse; }
        caption { padding: .25rem 0; text-align: left; }
        th, td { padding: .35rem .5rem .35rem 0; text-align: right; vertical-align: top; }
        th:first-child { text-align: left; font-weight: normal; }
        thead th, thead th:first-child {
          border-bottom: 1px solid var(--track); font-weight: bold; overflow-wrap: normal;
        }
        td { white-space: nowrap; }
        tbody tr + tr > * { border-top: 1px solid var(--track); }
        bdi { white-space: pre-wrap; }
        .share { width: 25%; padding-right: 0; }
        code {
          display: inline-block; max-width: 100%; padding: .1rem .35rem; border-radius: .25rem;
          background: var(--card); font-size: .85rem; user-select: all; white-space: pre-wrap;
        }
        .clients { display: none; }
        .clients:target { display: block; }
        .clients ul { padding: 0; list-style: none; }
        .clients li { padding: .5rem 0; border-top: 1px solid var(--track); }
        .clients li code { display: block; width: fit-content; margin-top: .25rem; }
        .errors { padding-left: 1.25rem; }
        footer { margin-top: 2.5rem; border-top: 1px solid var(--track); }
        footer ul { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: 0; list-style: none; }
        """
}
