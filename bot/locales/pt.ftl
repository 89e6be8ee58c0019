# O que o Marquee diz em português (do Brasil).

## The gate: who may ask what, where and how often

access-channel = Neste servidor, só posso responder em { $channels }.
access-no-channel = Os canais onde eu podia responder não existem mais; um admin pode escolher outros com `/config`.
access-closing = Estou reiniciando agora; tente de novo daqui a um minuto.
access-stale = Esse botão não funciona mais; use o comando de novo.
access-games-off = Os jogos estão desativados neste servidor; um admin pode liberar com `/config`.
access-cooldown =
    { $seconds ->
        [one] Foram muitas perguntas de uma vez; tente de novo daqui a { $seconds } segundo.
       *[other] Foram muitas perguntas de uma vez; tente de novo daqui a { $seconds } segundos.
    }
access-server-cooldown =
    { $seconds ->
        [one] Este servidor está perguntando muito; tente de novo daqui a { $seconds } segundo.
       *[other] Este servidor está perguntando muito; tente de novo daqui a { $seconds } segundos.
    }

## Stopping

in-flight-stopped = Fui reiniciado antes de terminar; tente de novo daqui a um minuto.
promise-lost = Fui reiniciado antes de poder responder; envie de novo, por favor.
promise-press-lost = Fui reiniciado bem quando você apertou isso; se nada aconteceu, aperte de novo.

## Keep this film: the button that puts a film on the watchlist

keep-button = Salvar este filme
keep-done-server = **{ $film }** entrou na lista do servidor; veja com `/lista mostrar`.
keep-done-own = **{ $film }** entrou na sua lista; veja com `/lista mostrar`.
keep-there-server = **{ $film }** já estava na lista do servidor.
keep-there-own = **{ $film }** já estava na sua lista.
keep-done-named = **{ $film }** entrou na lista “{ $name }”.
keep-there-named = **{ $film }** já estava na lista “{ $name }”.
keep-unknown = Esse filme não está mais no meu catálogo, então não dá para salvar.
watchlist-full =
    { $films ->
        [one] Esta lista já tem { $films } filme; tire algum antes.
       *[other] Esta lista já tem { $films } filmes; tire alguns antes.
    }

## What went wrong

error-apology = Algo deu errado do meu lado e já foi anotado; tente de novo daqui a pouco.
error-not-allowed = Não posso postar uma resposta aqui; um moderador pode me deixar enviar mensagens e arquivos neste canal.
error-message-gone = Essa mensagem foi apagada nesse meio-tempo; pergunte de novo.
error-command-changed = Esse comando acabou de mudar; tente de novo daqui a um minuto.
error-busy =
    { $seconds ->
        [one] Tem muita gente perguntando agora; tente de novo daqui a { $seconds } segundo.
       *[other] Tem muita gente perguntando agora; tente de novo daqui a { $seconds } segundos.
    }
error-unreachable =
    { $seconds ->
        [one] Agora não consigo olhar pôsteres; tente de novo daqui a { $seconds } segundo.
       *[other] Agora não consigo olhar pôsteres; tente de novo daqui a { $seconds } segundos.
    }

## Pictures that members hand over

attachment-gone = Essa imagem foi apagada antes que eu pudesse ver; poste de novo.
attachment-unavailable = O Discord não me entregou essa imagem; tente de novo daqui a pouco.
attachment-empty = Esse arquivo está vazio; anexe o pôster de novo.
attachment-is-video = Isso é um vídeo; anexe um pôster como imagem: JPEG, PNG, WebP, GIF ou AVIF.
attachment-is-audio = Isso é um áudio; anexe um pôster como imagem: JPEG, PNG, WebP, GIF ou AVIF.
attachment-is-text = Isso é um arquivo de texto; anexe um pôster como imagem: JPEG, PNG, WebP, GIF ou AVIF.
attachment-is-no-picture = Isso não é uma imagem; anexe um pôster em JPEG, PNG, WebP, GIF ou AVIF.
attachment-too-large = Essa imagem tem { $size }; eu aceito até { $limit }.
attachment-none = Não tem imagem nessa mensagem; tente em uma que tenha um pôster.
attachment-link-to-message = Esse é o link de uma mensagem; copie o link da própria imagem, ou segure a mensagem e escolha Aplicativos, “Identificar este pôster”.
attachment-link-elsewhere = Só abro imagens que estão no Discord. Anexe o pôster; ou publique esse link, segure a mensagem com a prévia e escolha Aplicativos, “Identificar este pôster”.

## /settings: what an admin decides for a server (one message with menus and buttons)

cmd-settings = config
cmd-settings-description = Decidir como o Marquee se comporta neste servidor.
cmd-settings-option-country = país
cmd-settings-option-country-description = Duas letras: para qual país /filme diz quem pode ver um filme, e onde.
cmd-settings-option-timezone = fuso
cmd-settings-option-timezone-description = Uma cidade cujo relógio dá os horários do servidor.
cmd-settings-option-night-role = cargo_sessão
cmd-settings-option-night-role-description = O cargo que as sessões mencionam; o de todos quer dizer ninguém.
settings-not-allowed = Só quem pode gerenciar este servidor pode mudar as configurações dele.
settings-title = Marquee neste servidor
settings-encoder = Codificador
settings-encoder-about = Com que olhos os pôsteres são comparados, a não ser que um membro escolha outros.
settings-encoder-own = A escolha do Marquee ({ $encoder })
settings-encoder-default = A escolha do Marquee
settings-encoder-films =
    { $films ->
        [one] { $films } filme
       *[other] { $films } filmes
    }
settings-encoder-missing = Não pode responder agora: falta o índice
settings-channels = Canais
settings-channels-about = Onde posso responder, tópicos incluídos. Nenhum escolhido quer dizer em todo lugar.
settings-channels-all = Em todo lugar
settings-cooldown = Limite
settings-cooldown-member =
    { $rate ->
        [one] { $rate } pergunta por membro em { $seconds } s
       *[other] { $rate } perguntas por membro em { $seconds } s
    }
settings-cooldown-server =
    { $rate ->
        [one] { $rate } pergunta de todo mundo junto em { $seconds } s
       *[other] { $rate } perguntas de todo mundo junto em { $seconds } s
    }
settings-cooldown-change = Mudar…
settings-cooldown-form-rate = Perguntas por membro, de 1 a { $most }
settings-cooldown-form-server = Perguntas de todos, de 1 a { $most }
settings-cooldown-form-seconds = … em quantos segundos, de 1 a { $most }
settings-cooldown-wrong-rate = As perguntas por membro são um número inteiro de 1 a { $most }; nada mudou.
settings-cooldown-wrong-server = As perguntas de todos são um número inteiro de 1 a { $most }; nada mudou.
settings-cooldown-wrong-seconds = Os segundos são um número inteiro de 1 a { $most }; nada mudou.
settings-games = Jogos
settings-games-on = Os membros podem jogar os jogos de adivinhação.
settings-games-off = Ninguém pode começar um jogo.
settings-games-switch-on = Ativar
settings-games-switch-off = Desativar
settings-answers = Respostas
settings-answers-public = O canal inteiro vê.
settings-answers-private = Só quem perguntou vê.
settings-answers-make-public = Mostrar a todos
settings-answers-make-private = Deixar privadas
settings-marked = Cartazes que não são para todos
settings-marked-restricted = Só os mostro em canais com restrição de idade.
settings-marked-everywhere = Mostro-os em todos os canais.
settings-marked-allow = Mostrar em todos
settings-marked-restrict = Só com restrição
settings-country = País
settings-country-is = `/filme` diz para { $country } quem pode ver um filme e onde ele está no streaming.
settings-timezone = Fuso horário
settings-timezone-is = Os horários são os de { $zone }.
settings-timezone-wrong = Não conheço nenhum fuso chamado “{ $typed }”, ou conheço vários; escolha um dos que aparecem ao digitar.
settings-night-role = Sessões de cinema
settings-night-role-is = As sessões mencionam { $role }.
settings-country-wrong = Um país tem duas letras, como BR ou PT.
settings-defaults = Voltar ao padrão

## Terms of the catalogue

era = anos { $decade }
percent = { $share }%
list-and = { $first } e { $last }
genre-action = Ação
genre-adventure = Aventura
genre-animation = Animação
genre-children = Infantil
genre-comedy = Comédia
genre-crime = Policial
genre-documentary = Documentário
genre-drama = Drama
genre-fantasy = Fantasia
genre-film-noir = Film noir
genre-horror = Terror
genre-musical = Musical
genre-mystery = Mistério
genre-romance = Romance
genre-sci-fi = Ficção científica
genre-thriller = Suspense
genre-war = Guerra
genre-western = Faroeste
likeness-all-share =
    { $films ->
        [2] Em comum: { $genres }.
       *[other] Em comum aos { $films }: { $genres }.
    }
likeness-some-share = Em comum a { $holders } dos { $films }: { $genres }.
likeness-none-shared =
    { $films ->
        [2] Os dois não têm nenhum gênero em comum.
       *[other] Não há dois com um gênero em comum.
    }
likeness-year = São de { $year }.
likeness-years = Vão de { $first } a { $last }.

## How a poster looks: words on and under a picture, short

look-heading = Gêneros pelo visual
look-heading-unsure = Gêneros: nada certo
look-era = Época pelo visual: { $era }, provavelmente de { $low } a { $high }
look-span = provavelmente { $low }–{ $high }
look-newer = A arte parece mais nova que o filme.
look-older = A arte parece mais antiga que o filme.
look-film = O filme em si pode ser de cerca de { $year }, provavelmente de { $low } a { $high }.
look-genres = Gêneros pelo visual: { $genres }
look-genres-unsure = Gêneros: nada certo; talvez { $genres }

## Films that a member names by typing

films-unknown = Não conheço nenhum filme chamado “{ $typed }”; escolha um dos que aparecem enquanto você digita.
films-not-on-list = “{ $typed }” não está na lista; escolha um dos que aparecem enquanto você digita.

## /watchlist: the films that a server, or a member by themselves, means to watch

cmd-watchlist = lista
cmd-watchlist-description = Os filmes para ver um dia.
cmd-watchlist-show = mostrar
cmd-watchlist-show-description = Mostrar a lista.
cmd-watchlist-show-option-films = filmes
cmd-watchlist-show-option-films-description = Quais filmes (padrão: todos).
cmd-watchlist-show-choice-all = todos os filmes
cmd-watchlist-show-choice-unseen = ainda não vistos
cmd-watchlist-add = adicionar
cmd-watchlist-add-description = Pôr um filme na lista.
cmd-watchlist-add-option-title-description = Digite e escolha o filme.
cmd-watchlist-remove = remover
cmd-watchlist-remove-description = Tirar um filme da lista.
cmd-watchlist-option-title = título
cmd-watchlist-option-title-description = Um filme da lista.
cmd-watchlist-seen = visto
cmd-watchlist-seen-description = Marcar um filme como visto, ou desmarcar.
cmd-watchlist-seen-option-seen = visto
cmd-watchlist-seen-option-seen-description = Falso (False) tira a marca (padrão: verdadeiro).
cmd-watchlist-option-list = lista
cmd-watchlist-option-list-description = Qual lista (se não, a que não tem nome).
cmd-watchlist-new = nova
cmd-watchlist-new-description = Criar outra lista.
cmd-watchlist-new-option-name = nome
cmd-watchlist-new-option-name-description = Como ela se chama.
cmd-watchlist-delete = apagar
cmd-watchlist-delete-description = Apagar uma lista com seus filmes.
cmd-watchlist-delete-option-list-description = Qual lista.
cmd-watchlist-import = importar
cmd-watchlist-import-description = Pôr numa lista os filmes de um arquivo do Letterboxd ou do IMDb.
cmd-watchlist-import-option-file = arquivo
cmd-watchlist-import-option-file-description = watchlist.csv, diary.csv, ratings.csv, uma lista ou o que o IMDb exporta.
cmd-watchlist-export = exportar
cmd-watchlist-export-description = Receber uma lista como arquivo que o Letterboxd também aceita.
watchlist-title-server = A lista do servidor
watchlist-title-own = Sua lista
watchlist-title-named = Lista “{ $name }”
watchlist-empty = Ainda não tem nenhum filme aqui. Use `/lista adicionar` ou o botão embaixo de cada resposta.
watchlist-all-seen = Todos os filmes dela já foram vistos.
watchlist-page = Página { $page } de { $pages }
watchlist-count-all =
    { $films ->
        [one] { $films } filme
       *[other] { $films } filmes
    }
watchlist-count-unseen =
    { $films ->
        [one] { $films } filme ainda não visto
       *[other] { $films } filmes ainda não vistos
    }
watchlist-show-all = Todos os filmes
watchlist-show-unseen = Ainda não vistos
watchlist-added = Salvo por { $member } em { $date }
watchlist-added-by-nobody = Salvo em { $date }
watchlist-seen = ✅ Marcado como visto por { $member } em { $date }
watchlist-seen-by-nobody = ✅ Visto em { $date }
watchlist-poster-alt = Pôster de { $film }
turn-not-yours = Quem pediu isso foi outra pessoa; use você o comando para virar as páginas.
watchlist-remove-not-yours = Só quem salvou esse filme, ou um moderador, pode tirá-lo da lista do servidor.
watchlist-removed = **{ $film }** não está mais na lista.
watchlist-marked-seen = **{ $film }** está marcado como visto. ✅
watchlist-marked-unseen = **{ $film }** não está mais marcado como visto.
watchlist-was-seen = **{ $film }** já estava marcado como visto.
watchlist-was-unseen = **{ $film }** não estava marcado como visto.
watchlist-list-unknown = Não há nenhuma lista “{ $name }” aqui; crie uma com `/lista nova`.
watchlist-list-gone = Essa lista não existe mais.
watchlist-list-made = A lista “{ $name }” já existe; encha com `/lista adicionar` e `/lista importar`.
watchlist-list-deleted = A lista “{ $name }” foi apagada com seus filmes.
watchlist-list-not-yours = Só quem criou essa lista, ou um moderador, pode apagá-la.
watchlist-list-too-many = Já há { $lists } outras listas aqui; apague uma antes.
watchlist-list-bad-name = Uma lista precisa de um nome que dê para ler.
watchlist-exported = Seu arquivo; o Letterboxd o aceita em letterboxd.com/import.

watchlist-import-large = Esse arquivo é grande demais; aceito listas de até { $limit }.
watchlist-import-no-list = Não consigo ler nenhuma lista de filmes nesse arquivo. Conheço os CSV do Letterboxd e do IMDb, e outros com uma coluna “Title”; no ZIP do Letterboxd leio watchlist.csv.
watchlist-import-unavailable = O Discord não me entregou esse arquivo; tente de novo daqui a pouco.
watchlist-import-added = Novos na lista: { $films }
watchlist-import-there = Já estavam: { $films }
watchlist-import-seen = Marcados como vistos: { $films }
watchlist-import-by-name = Fora do meu catálogo, guardados pelo nome: { $films }
watchlist-import-left-over = Sobraram, porque a lista está cheia: { $films }
watchlist-import-unread = Não lidos: { $films }
watchlist-import-no-title = Linha { $line }: sem título
watchlist-import-bad-year = Linha { $line }: “{ $text }” não é um ano
watchlist-import-bad-id = Linha { $line }: “{ $text }” não é o id de um filme
watchlist-import-no-film = Linha { $line }: “{ $text }” não é um filme
watchlist-import-more = Outras linhas: { $lines }

## /stats: how a server uses Marquee, shown to its admins below a chart

cmd-stats = estatísticas
cmd-stats-description = Mostrar como este servidor usa o Marquee.
cmd-stats-option-days = dias
cmd-stats-option-days-description = Até onde olhar para trás (padrão: 30 dias).
cmd-stats-choice-7 = 7 dias
cmd-stats-choice-30 = 30 dias
cmd-stats-choice-90 = 90 dias
stats-title = Os últimos { $days } dias
stats-matched =
    { $n ->
        [one] { $n } pôster reconhecido
       *[other] { $n } pôsteres reconhecidos
    }
stats-answered =
    { $n ->
        [one] { $n } pôster que não pude identificar com certeza
       *[other] { $n } pôsteres que não pude identificar com certeza
    }
stats-failed =
    { $n ->
        [one] { $n } pergunta sem resposta
       *[other] { $n } perguntas sem resposta
    }
stats-reasons = Principalmente por causa de: { $reasons }
stats-rounds =
    { $n ->
        [one] { $n } rodada jogada
       *[other] { $n } rodadas jogadas
    }
stats-games = Jogos: { $games }
stats-members =
    { $n ->
        [one] { $n } membro perguntou.
       *[other] { $n } membros perguntaram.
    }
stats-median = Metade das respostas levou menos de { $seconds } s.
stats-feedback =
    { $given ->
        [one] Consideradas certas: { $right } de { $given } resposta avaliada.
       *[other] Consideradas certas: { $right } de { $given } respostas avaliadas.
    }
stats-kept =
    { $days ->
        [one] As perguntas ficam guardadas por { $days } dia. Os dias são em UTC.
       *[other] As perguntas ficam guardadas por { $days } dias. Os dias são em UTC.
    }
stats-alt = Barras, uma por dia, em { $days } dias. Perguntas ao todo: { $questions }; o maior número em { $day } ({ $most }).

## An answer: neighbours, pictures, buttons

answer-heading = Pôsteres mais parecidos
answer-match = Este é { $film }
answer-perhaps = Talvez este seja { $film }
answer-perhaps-sure = Tenho uns { $percent } de certeza. É este filme?
answer-perhaps-ask = É este filme?
answer-unknown = Não conheço este pôster
answer-resembles = **Ele se parece com estes**
answer-not-poster = Isto não parece um pôster de filme.
answer-several =
    { $posters ->
        [one] { $posters } pôster nesta imagem
       *[other] { $posters } pôsteres nesta imagem
    }
answer-others-of = **Os mais parecidos com o pôster { $number }**
answer-others = **Outros pôsteres parecidos**
answer-alike = semelhança { NUMBER($similarity, minimumFractionDigits: 2, maximumFractionDigits: 2) }
answer-rest =
    { $count ->
        [one] … e mais { $count }
       *[other] … e mais { $count }
    }
answer-no-neighbour = Ainda não tem outro pôster no catálogo.
answer-footer = { $encoder } · semelhança 1,00: a mesma imagem
answer-alt-asked = O pôster da pergunta
answer-alt-picture = A imagem da pergunta
answer-alt-outline = A imagem, com uma linha em volta do pôster
answer-alt-outlines = A imagem, com uma linha e um número em cada pôster. { $films }
answer-alt-posters = Pôsteres lado a lado. { $films }
answer-more = Mais como este …
# A button: all that is known, where the answer was brief.
answer-all = Mais
answer-right = Certo
answer-wrong = Errado
answer-yes = Sim, é esse
answer-no = Não, não é
answer-keep = Salvar
answer-keep-film = Salvar este filme
answer-show = Mostrar a todos
answer-queue =
    { $ahead ->
        [one] Tem muita gente perguntando agora: { $ahead } pergunta está na frente da sua.
       *[other] Tem muita gente perguntando agora: { $ahead } perguntas estão na frente da sua.
    }
verdict-right = Anotei que acertei; valeu!
verdict-wrong = Anotei que errei; valeu, isso ajuda.
verdict-too-old = Essa resposta é tão antiga que já esqueci, mas valeu!
perhaps-thanks = Anotado, valeu!
perhaps-not-yours = Só quem perguntou pode me dizer se é esse filme.
page-previous = Anterior
page-next = Próxima
page-no-more = Não há mais vizinhos.

## Films: /film

cmd-film = filme
cmd-film-description = Mostrar um filme e os pôsteres mais parecidos com o dele.
cmd-film-option-title = título
cmd-film-option-title-description = O título do filme; digite e escolha.
film-no-genre = Sem gênero registrado
film-unseen = Conheço esse filme, mas ainda não vi o pôster dele.
film-runtime = { $minutes } min
film-trailer = Trailer
film-by = De { $names }
film-with = Com { $names }
film-stream = No streaming ({ $country }): { $names }
film-picture = Imagem { $number } de { $pictures }
film-picture-gone = Essa imagem não está mais aqui.
film-not-found = Não conheço nenhum filme chamado “{ $typed }”.
film-not-found-but = Não conheço nenhum filme chamado “{ $typed }”. Você quis dizer { $film }?
film-which = Qual filme chamado “{ $typed }” você quer dizer?
film-which-note = Vários filmes têm esse nome e são mais ou menos igualmente conhecidos

## /privacy: what is kept about a member; only they see it

cmd-privacy = privacidade
cmd-privacy-description = O que guardo sobre você, como receber e como apagar.
privacy-title = Seus dados
privacy-kept = O que guardo
privacy-kept-questions = Cada pergunta: seu id do Discord, quando e em que canal você perguntou, uma soma de verificação da imagem, com quais filmes respondi, quanta certeza eu tinha e quanto tempo levou.
privacy-kept-feedback = Se você disse que uma resposta estava certa ou errada, e seu sim ou não sobre um filme de que eu não tinha certeza.
privacy-kept-games = As partidas que você jogou: o nome que você tinha, seus palpites, seus pontos; e seus palpites nos cartazes do dia.
privacy-kept-films = Os filmes, listas, predefinições e sessões que você adicionou, os filmes que você importou, que você não pode ir a uma sessão e suas estrelas para o filme dela, com seu id.
privacy-kept-promises = Enquanto preparo uma resposta: uma chave do Discord com a qual ainda posso avisar você se eu for reiniciado nesse meio-tempo. Ela não diz quem você é e vale 15 minutos.
privacy-not-kept = O que não guardo
privacy-not-kept-pictures = Suas imagens: eu olho e esqueço, também o que leio nelas. A que não reconheço fica na memória por dois minutos no máximo, para que eu possa ler o título.
privacy-not-kept-messages = O que você escreve: eu nem recebo, a não ser que você me mande com um comando ou me mencione.
privacy-not-kept-heard = O que você escreve: eu recebo, procuro no tópico de um jogo respostas à rodada e guardo só essas respostas.
privacy-how-long = Por quanto tempo
privacy-retention =
    { $days ->
        [one] Perguntas e o que foi dito das respostas: { $days } dia, depois somem sozinhos.
       *[other] Perguntas e o que foi dito das respostas: { $days } dias, depois somem sozinhos.
    }
privacy-for-ever = Perguntas e o que foi dito das respostas: até você apagar.
privacy-until = Jogos e listas: até você apagar.
privacy-export = Meus dados
privacy-forget = Me esqueça
privacy-exported =
    { $rows ->
        [0] Não guardo nada sobre você; o arquivo diz isso.
        [one] Tudo o que guardo sobre você: { $rows } registro.
       *[other] Tudo o que guardo sobre você: { $rows } registros.
    }
privacy-sure = **Devo esquecer você?** Isso não tem volta.
    Suas perguntas, avaliações, listas próprias, predefinições e tentativas nos cartazes do dia serão apagadas. Nas partidas que você jogou, um jogador sem nome fica no seu lugar, para que os outros mantenham a pontuação que têm; você some dos rankings. Os filmes que você pôs na lista de um servidor ficam lá, sem o seu nome.
privacy-erase = Sim, apagar tudo
privacy-in-a-game = Você está em uma partida que não terminou; saia dela ou jogue até o fim e aperte de novo.
privacy-erased =
    { $rows ->
        [0] Não havia nada para apagar: não guardo nada sobre você.
        [one] Pronto: { $rows } registro apagado. Não sei mais nada sobre você.
       *[other] Pronto: { $rows } registros apagados. Não sei mais nada sobre você.
    }

## /about: what Marquee is; only who asked sees it

cmd-about = sobre
cmd-about-description = O que é o Marquee, o que ele sabe e de quem.
about-what = Anexe um pôster de filme com `/identificar`: eu digo que filme é, ou quais pôsteres são os mais parecidos, de que época ele parece ser e os gêneros.
about-running = Comecei { $since }.
about-films =
    { $films ->
        [one] Conheço o pôster de { $films } filme.
       *[other] Conheço os pôsteres de { $films } filmes.
    }
about-encoders =
    { $n ->
        [one] Codificador: { $names }
       *[other] Codificadores: { $names }
    }
about-no-encoders = Não consigo acessar meu catálogo agora.
about-sources = Fontes
about-licence = Licença
about-licence-text = O código do Marquee está sob a licença MIT. O que vem junto tem termos próprios, entre eles o uso não comercial: veja NOTICE ao lado do código.

## Matching: /match and the message command "Match this poster"

cmd-match = identificar
cmd-match-description = Achar os filmes com os pôsteres mais parecidos com o seu.
cmd-match-option-poster = pôster
cmd-match-option-poster-description = Uma imagem de um pôster de filme: JPEG, PNG, WebP, GIF ou AVIF.
cmd-match-option-link = link
cmd-match-option-link-description = Em vez de uma imagem: o link de uma imagem que está no Discord.
cmd-match-option-k = k
cmd-match-option-k-description = Quantos vizinhos mostrar.
cmd-match-option-encoder = codificador
cmd-match-option-encoder-description = Com que olhos olhar; sem isso, os que o servidor escolheu.
cmd-match-message = Identificar este pôster
match-no-poster = Anexe um pôster ou me dê o link de uma imagem que está no Discord.

## /game: guessing games with posters

cmd-game = jogo
cmd-game-description = Jogos de adivinhação com pôsteres de filmes.
cmd-game-start = começar
cmd-game-start-description = Reunir jogadores e jogar uma partida.
cmd-game-stop = parar
cmd-game-stop-description = Encerrar a partida daqui, com a pontuação.
cmd-game-skip = pular
cmd-game-skip-description = Pular a rodada em andamento aqui.
cmd-game-status = status
cmd-game-status-description = Mostrar a partida em andamento aqui.
cmd-game-preset = predefinição
cmd-game-preset-description = Opções de uma partida com um nome.
cmd-game-preset-save = salvar
cmd-game-preset-save-description = Guardar as opções da última partida daqui.
cmd-game-preset-list = listar
cmd-game-preset-list-description = Mostrar as predefinições guardadas aqui.
cmd-game-preset-delete = excluir
cmd-game-preset-delete-description = Esquecer uma predefinição.
cmd-game-option-kind = tipo
cmd-game-option-kind-description = Qual jogo (padrão: adivinhe o filme).
cmd-game-option-rounds = rodadas
cmd-game-option-rounds-description = Quantas rodadas (padrão: 5).
cmd-game-option-seconds = segundos
cmd-game-option-seconds-description = Quanto tempo dura uma rodada (padrão: 45).
cmd-game-option-answer = resposta
cmd-game-option-answer-description = Se o filme é escolhido ou digitado (padrão: escolhido).
cmd-game-option-difficulty = dificuldade
cmd-game-option-difficulty-description = Quanto mais difícil, mais parecidas as opções erradas (e mais pontos).
cmd-game-option-mode = modo
cmd-game-option-mode-description = O que encerra a partida (padrão: as rodadas).
cmd-game-option-points = pontos
cmd-game-option-points-description = Quantos pontos encerram, se esse for o modo (padrão: 300).
cmd-game-option-several = vários
cmd-game-option-several-description = Se todos que acertam pontuam, não só o primeiro.
cmd-game-option-teams = equipes
cmd-game-option-teams-description = Quantas equipes (padrão: nenhuma).
cmd-game-option-decade = década
cmd-game-option-decade-description = Só filmes de uma década.
cmd-game-option-genre = gênero
cmd-game-option-genre-description = Só filmes de um gênero.
cmd-game-option-guesses = tentativas
cmd-game-option-guesses-description = Quantos títulos se pode digitar por rodada (padrão: 5).
cmd-game-option-known = conhecidos
cmd-game-option-known-description = Quão conhecidos são os filmes (padrão: os que muitos conhecem).
cmd-game-option-preset = predefinição
cmd-game-option-preset-description = Opções que o servidor guarda; as dadas aqui valem mais.
cmd-game-option-name = nome
cmd-game-option-name-description = Como a predefinição se chama.
cmd-game-kind-film = Adivinhe o filme
cmd-game-kind-year = Adivinhe o ano
cmd-game-kind-genres = Adivinhe os gêneros
cmd-game-kind-odd = Ache o intruso
cmd-game-kind-decade = Adivinhe a década
cmd-game-kind-connect = A conexão
cmd-game-kind-mix = Um pouco de tudo
cmd-game-answer-choice = Escolher um de quatro
cmd-game-answer-typed = Digitar o título
cmd-game-difficulty-easy = Fácil
cmd-game-difficulty-medium = Médio
cmd-game-difficulty-hard = Difícil
cmd-game-mode-points = Mais pontos
cmd-game-mode-first-to = Primeiro a chegar a tantos pontos
cmd-game-mode-elimination = Eliminação
cmd-game-known-blockbusters = Os grandes sucessos
cmd-game-known-many = Filmes que muitos conhecem
cmd-game-known-lovers = Filmes que os cinéfilos conhecem
cmd-game-known-anything = Qualquer filme

game-kind-film = Adivinhe o filme
game-kind-year = Adivinhe o ano
game-kind-genres = Adivinhe os gêneros
game-kind-odd = Ache o intruso
game-kind-decade = Adivinhe a década
game-kind-connect = A conexão
game-kind-mix = Um pouco de tudo
game-difficulty-easy = fácil
game-difficulty-medium = médio
game-difficulty-hard = difícil

game-rule-rounds =
    { $rounds ->
        [one] { $rounds } rodada
       *[other] { $rounds } rodadas
    }
game-rule-first-to = primeiro a { $points } pontos
game-rule-elimination = eliminação: quem erra sai
game-rule-seconds = { $seconds } s por rodada
game-rule-choice = um de quatro
game-rule-typed = títulos digitados
game-rule-several = todos que acertam pontuam
game-rule-known = os { $percent }% mais conhecidos
# How well known the films are; also the choices of a menu.
game-known-blockbusters = grandes sucessos
game-known-many = filmes que muitos conhecem
game-known-lovers = filmes que os cinéfilos conhecem
game-known-anything = qualquer filme
game-known-menu = 🎚️ Quão conhecidos são os filmes?

game-lobby-title = 🎬 { $game }
game-lobby-host = { $host } começa a partida; a sala de espera fecha { $when }.
game-lobby-started = A partida começou.
game-lobby-closed = Esta sala de espera está fechada.
game-players = Jogadores ({ $n })
game-join = Entrar
game-join-team = { $team }
game-leave = Sair
game-begin = Começar
game-begun = A sala de espera está aberta: aperte Começar quando todos estiverem dentro.
game-again-begun = Uma nova sala de espera está aberta.
game-joined-late = Você está dentro! Suas respostas valem a partir desta rodada.

game-round-of = Rodada { $number } de { $rounds } · { $game }
game-round = Rodada { $number } · { $game } · { $rule }
game-ask-film = Que filme é este?
game-ask-typed = Que filme é este? Digite o título.
game-ask-year = Em que ano este filme saiu? Ganha quem chegar mais perto, e eu também dou um palpite.
game-ask-genres = Quais são os gêneros deste filme? Eu também dou um palpite.
game-ask-odd = Três destes têm algo em comum. Qual é o intruso?
game-ask-decade = Em que década este filme foi lançado?
game-ask-connect = O que estes quatro filmes têm em comum?
game-picture = Um pôster, talvez não inteiro
game-picture-four = Quatro pôsteres, numerados de 1 a 4
game-until = ⏳ A rodada termina { $when }
# How many of those who play have answered, while the round goes on.
game-answered = ✋ { $n } de { $players } responderam
game-write-here = Ou escreva sua resposta aqui.
game-samples = Estes filmes nunca foram feitos, e os pôsteres são desenhados por código: meu catálogo ainda não tem imagens. Quem me hospeda consegue as de verdade com `marquee catalogue import-tmdb` ou `import-folder`.
game-answer-title = Responder
game-answer-year = Adivinhar o ano
game-pick-genres = Escolha os gêneros
game-hint = Dica (−{ $points })
game-skip = Pular

game-modal-title = Que filme é este?
game-modal-title-label = Título
game-modal-title-help = Em qualquer idioma; errinhos são perdoados.
game-modal-year = Que ano é?
game-modal-year-label = Ano
game-modal-year-help = Quatro dígitos.

game-answer-right = ✅ Isso mesmo!
game-answer-wrong = ❌ Não foi dessa vez.
game-answer-wrong-again =
    { $left ->
        [one] ❌ Não é esse; resta uma tentativa.
       *[other] ❌ Não é esse; restam { $left } tentativas.
    }
game-answer-near =
    { $left ->
        [one] 🔥 Quase, mas não é esse; resta uma tentativa.
       *[other] 🔥 Quase, mas não é esse; restam { $left } tentativas.
    }
game-answer-wrong-last = ❌ Não é esse, e era sua última tentativa nesta rodada.
game-answer-near-last = 🔥 Quase, mas não é esse, e era sua última tentativa nesta rodada.
game-answer-kept = 📝 Seu palpite está registrado.
game-hint-cost = Ela tira { $points } pontos de uma resposta certa.
game-hint-decade = A década dele: { $value }.
game-hint-genres = Os gêneros dele: { $value }.
game-hint-genre = Um dos gêneros dele: { $value }.
game-hint-letters = O título dele: { $value }
game-hint-years = Ele saiu nesta faixa de anos: { $value }.
game-hint-count =
    { $value ->
        [one] Ele tem { $value } gênero.
       *[other] Ele tem { $value } gêneros.
    }
game-hint-out = Não é o número { $value }.
game-hint-not-film = Não é { $value }.
game-skip-vote =
    { $needed ->
        [one] Você votou para pular: { $votes } de { $needed } voto necessário.
       *[other] Você votou para pular: { $votes } de { $needed } votos necessários.
    }
game-skip-done = A rodada foi pulada.
game-stop-done = A partida acabou.

game-truth-film = Era **{ $film }**
game-truth-year = **{ $film }** saiu em **{ $year }**
game-truth-genres = **{ $film }**: **{ $genres }**
game-truth-odd = O intruso era o número **{ $place }**: **{ $film }**
game-truth-odd-why = Os outros têm em comum: { $genres }
# $decade is what a decade is called, as in "1990s"
game-truth-decade = **{ $film }**: **{ $decade }**
game-truth-decade-own = Eu teria dito: { $decade }
# $link is a genre or a decade
game-truth-connect = Têm em comum: **{ $link }**
game-truth-connect-films = { $film1 } · { $film2 } · { $film3 } · { $film4 }

game-line = { $mark } **{ $name }** +{ $points } · { $said }
game-line-streak = 🔥 { $streak } seguidas: +{ $points }
game-line-marquee = 🤖 **Marquee** +{ $points } · { $said }
game-said-nothing = sem resposta
game-said-right = em { $seconds } s
game-said-place = número { $place }
game-said-year =
    { $off ->
        [0] { $year }, na mosca
        [one] { $year }, errou por { $off } ano
       *[other] { $year }, errou por { $off } anos
    }
game-skipped = ⏭️ Esta rodada foi pulada; ninguém ganha nada.
game-scoreboard = Placar
game-score = { $mark } { $name } · **{ $points }**
game-score-out = fora na rodada { $round }
game-score-streak = 🔥 { $streak } seguidas
game-score-team = { $mark } { $rank }. { $team } · **{ $points }** ({ $names })
game-team = Equipe { $number }
game-more = … e mais { $n }
game-next = A próxima rodada começa { $when }.

game-over-won =
    { $n ->
        [one] 🏆 Vitória de { $names }!
       *[other] 🏆 Vitória dividida: { $names }!
    }
game-over = 🏁 A partida acabou
game-over-nobody = 🏁 A partida acabou: ninguém pontuou
game-stopped = A partida foi encerrada antes do fim.
game-own-record =
    { $rounds ->
        [one] Marquee jogou { $rounds } rodada com vocês (vitórias: { $won }, pontos: { $points }).
       *[other] Marquee jogou { $rounds } rodadas com vocês (vitórias: { $won }, pontos: { $points }).
    }
game-again = Jogar de novo
game-waiting = Não consigo acessar meus filmes agora; continuo tentando.
game-gave-up-unavailable = Não consigo acessar meus filmes, então a partida termina aqui; tente de novo mais tarde.
game-gave-up-no-films = Não há mais filmes que sirvam, então a partida termina aqui.
game-gave-up-none-fit = Poucos filmes servem para essas opções; comece de novo com menos limites.
game-gave-up-broken = Algo deu errado do meu lado e já foi anotado; a partida termina aqui.
game-gave-up-forbidden = Não posso mais postar em { $channel }, então sua partida lá terminou; os pontos ficam guardados.

game-refused-running = Já tem uma partida neste canal; `/jogo status` mostra.
game-refused-none = Não tem partida neste canal; `/jogo começar` inicia uma.
game-refused-place = Só posso jogar onde sou membro: em um servidor que me adicionou, ou em uma mensagem direta comigo.
game-refused-permissions = Só posso jogar aqui depois que um moderador me deixar { $missing }.
game-permission-view-channel = ver este canal
game-permission-send-messages = enviar mensagens
game-permission-attach-files = anexar arquivos
game-refused-options = Essas opções não combinam; confira.
game-refused-host = Só { $host } ou um moderador pode fazer isso.
game-refused-nobody = Ninguém entrou ainda.
game-refused-not-in = Você não está nesta partida.
game-refused-started = A partida já começou.
game-refused-over = Essa partida acabou; `/jogo começar` inicia outra.
game-refused-stranger = Você ainda não está nesta partida. Entre e depois responda!
game-refused-late-join = Não dá mais para entrar: talvez alguém já tenha saído. A próxima partida é sua!
game-refused-out = Você está fora desta partida; valeu por ficar assistindo.
game-refused-answered = Sua resposta para esta rodada já está registrada.
game-refused-tries = Você não tem mais tentativas nesta rodada.
game-refused-late = Tarde demais: essa rodada acabou.
game-refused-empty = Não havia nada na sua resposta.
game-refused-year = Digite um ano com quatro dígitos, como 1994.
game-refused-none-left = Não há mais dicas nesta rodada.

game-preset-saved = As opções da última partida daqui estão guardadas como **{ $name }**.
game-preset-deleted = **{ $name }** foi esquecida.
game-preset-none = Ainda não há predefinições aqui; depois de uma partida, `/jogo predefinição salvar` guarda as opções dela.
game-preset-no-game = Ainda não houve neste canal uma partida com opções para guardar.
game-preset-unknown = Não há nenhuma predefinição chamada **{ $name }** aqui.
game-preset-not-yours = Essa predefinição é de outra pessoa; só ela ou um moderador pode mudar.
game-preset-full =
    { $most ->
       *[other] Já há { $most } predefinições; exclua uma antes.
    }

## /daily: the poster of the day

cmd-daily = diario
cmd-daily-description = Um cartaz por dia para o servidor: adivinhe em seis imagens.
daily-title = 🖼️ Cartaz do dia · { $day }
daily-ask = Que filme é este? Imagem { $step } de { $steps }; cada título errado mostra mais.
# Buttons
daily-guess = Adivinhar
daily-more = Mostrar mais
daily-give-up = Desistir
daily-share = Compartilhar
daily-won = ✅ É **{ $film }**!
daily-lost = Era **{ $film }**.
# What the squares say, one word each, in a list.
daily-word-wrong = errado
daily-word-near = quase
daily-word-more = viu mais
daily-word-right = certo
daily-words-solved = Acertado na imagem { $step } de { $steps }: { $tries }.
daily-words-missed = Não acertado em { $steps } imagens: { $tries }.
daily-streak =
    { $days ->
        [one] 🔥 { $days } dia seguido · recorde: { $best }
       *[other] 🔥 { $days } dias seguidos · recorde: { $best }
    }
daily-players = 👥 { $players } tentaram, { $solved } acertaram.
# $when is a moment that Discord shows, such as "in 5 hours"
daily-next = O próximo cartaz chega { $when }.
# What everybody sees when somebody shares theirs; $count is 1 to 6, or a dash.
daily-shared = **{ $name }** · cartaz de { $day } · **{ $count }/{ $steps }**
daily-shared-streak = 🔥 { $days } dias seguidos
daily-refused-shared = Você já compartilhou este.
daily-refused-gone = Esse cartaz não está mais aqui; `/daily` mostra outro.
daily-refused-over = O cartaz de { $day } já passou; `/daily` mostra o de hoje.
daily-refused-none = Não encontro um cartaz para hoje; tente mais tarde.

## Searching: /search

cmd-search = buscar
cmd-search-description = Achar filmes pelo título; onde há CLIP, também pelo que os pôsteres mostram.
cmd-search-option-words = palavras
cmd-search-option-words-description = Um título; com CLIP, também o que o pôster mostra: “astronauta solitário, azul”.
search-heading = Filmes para “{ $words }”
search-by-words = Pelo que os pôsteres mostram
search-by-title = Pelos títulos
search-none = Não achei nada para “{ $words }”.

## Comparing: /compare

cmd-compare = comparar
cmd-compare-description = Dizer quanto dois pôsteres se parecem.
cmd-compare-option-first = pôster-1
cmd-compare-option-first-description = Uma imagem de um pôster de filme.
cmd-compare-option-second = pôster-2
cmd-compare-option-second-description = Outra.
cmd-compare-option-first-link = link-1
cmd-compare-option-first-link-description = Em vez da primeira imagem: o link de uma que está no Discord.
cmd-compare-option-second-link = link-2
cmd-compare-option-second-link-description = Em vez da segunda imagem: o link de uma que está no Discord.
compare-no-first = Anexe o primeiro pôster ou me dê o link de uma imagem que está no Discord.
compare-no-second = Anexe o segundo pôster ou me dê o link de uma imagem que está no Discord.
compare-same = Pôsteres do mesmo filme
compare-perhaps-same = Talvez pôsteres do mesmo filme
compare-very = Tão parecidos quanto dois pôsteres podem ser
compare-two-films = Tão parecidos quanto os de dois filmes podem ser
compare-much = Muito parecidos
compare-somewhat = Bem parecidos
compare-little = Um pouco parecidos
compare-hardly = Quase nada em comum
compare-not-posters = Não parecem dois pôsteres de filme
compare-alt = Os dois pôsteres lado a lado
compare-unknown = Um pôster que não conheço
compare-perhaps = Talvez { $film }
compare-no-poster = Não parece um pôster de filme
compare-unknown-era = Um pôster que não conheço, com cara de { $era }
compare-genres = Em comum: { $genres }.
compare-no-genre = Nenhum gênero em comum.
compare-years =
    { $years ->
        [0] Eles são do mesmo ano.
        [one] { $years } ano separa os dois.
       *[other] { $years } anos separam os dois.
    }
compare-years-about =
    { $years ->
        [0] Pelo visual, são do mesmo ano.
        [one] Pelo visual, cerca de { $years } ano separa os dois.
       *[other] Pelo visual, cerca de { $years } anos separam os dois.
    }

## /night: a vote on the next film, then its event

cmd-night = sessão
cmd-night-description = Uma votação do próximo filme, e depois o evento.
cmd-night-new = nova
cmd-night-new-description = Planejar uma sessão de cinema: um formulário pergunta o resto.
cmd-night-vote = votação
cmd-night-vote-description = Deixar o canal votar em filmes que você indica.
cmd-night-watchlist = lista
cmd-night-watchlist-description = Deixar o canal votar em filmes da lista.
cmd-night-draw = sorteio
cmd-night-draw-description = Deixar o canal votar em filmes sorteados.
cmd-night-close = encerrar
cmd-night-close-description = Encerrar a enquete deste canal e contar os votos.
cmd-night-cancel = cancelar
cmd-night-cancel-description = Cancelar a sessão de cinema deste canal.
cmd-night-end = fim
cmd-night-end-description = Encerrar as sessões deste canal que se repetem.
cmd-night-option-when = quando
cmd-night-option-when-description = Quando o filme começa: 20h, amanhã 20h30, sexta 20h, toda sexta às 20h.
cmd-night-option-film1 = filme1
cmd-night-option-film2 = filme2
cmd-night-option-film3 = filme3
cmd-night-option-film4 = filme4
cmd-night-option-film5 = filme5
cmd-night-option-film6 = filme6
cmd-night-option-film7 = filme7
cmd-night-option-film8 = filme8
cmd-night-option-film9 = filme9
cmd-night-option-film10 = filme10
cmd-night-option-film-description = Digite e escolha o filme.
cmd-night-option-hours = horas
cmd-night-option-hours-description = Quanto tempo a enquete fica aberta (padrão: um dia).
cmd-night-option-place = lugar
cmd-night-option-place-description = Onde vocês se encontram, em palavras.
cmd-night-option-voice = voz
cmd-night-option-voice-description = O canal de voz ou palco onde vocês assistem.
cmd-night-option-timezone = fuso
cmd-night-option-timezone-description = Uma cidade onde fica o seu relógio (padrão: o fuso do servidor, senão o último).
cmd-night-option-several = vários
cmd-night-option-several-description = Se cada membro pode votar em vários filmes (padrão: verdadeiro).
cmd-night-option-films = filmes
cmd-night-option-films-description = Quantos filmes sortear, de 2 a 10 (padrão: 5).
cmd-night-option-genre = gênero
cmd-night-option-genre-description = Só filmes deste gênero.
cmd-night-option-decade = década
cmd-night-option-decade-description = Só filmes desta década.
cmd-night-option-known = conhecidos
cmd-night-option-known-description = Quão conhecidos são os filmes (padrão: tanto faz).
cmd-night-choice-known-best = os mais conhecidos
cmd-night-choice-known-well = bem conhecidos
cmd-night-choice-known-any = tanto faz
night-draft-title = Sessão de cinema
night-draft-open =
    { $hours ->
        [one] A enquete fica aberta por { $hours } hora
       *[other] A enquete fica aberta por { $hours } horas
    }
night-draft-several = votos em vários filmes
night-draft-single = um voto por pessoa
night-draft-zone = { $clock } em { $zone }
night-draft-later-list = As próximas sessões sorteiam filmes da lista ainda não vistos; `/sessão fim` encerra.
night-draft-later-draw = As próximas sessões sorteiam outros filmes; `/sessão fim` encerra.
night-repeat-weekly = Cada { $day } às { $clock } ({ $zone })
night-repeat-weeks = A cada { $weeks } semanas, { $day } às { $clock } ({ $zone })
night-repeat-monthly =
    { $nth ->
        [-1] Uma vez por mês, { $day } (última vez no mês) às { $clock } ({ $zone })
        [1] Uma vez por mês, { $day } (primeira vez no mês) às { $clock } ({ $zone })
        [2] Uma vez por mês, { $day } (segunda vez no mês) às { $clock } ({ $zone })
        [3] Uma vez por mês, { $day } (terceira vez no mês) às { $clock } ({ $zone })
       *[other] Uma vez por mês, { $day } (quarta vez no mês) às { $clock } ({ $zone })
    }
night-draft-menu = Escolha outros filmes
night-draft-send = Abrir a enquete
night-draft-again = Sortear de novo
night-draft-drop = Deixa pra lá
night-draft-sent = A enquete está no ar: { $link }
night-draft-dropped = Tudo bem, sem sessão de cinema.
night-draft-late = Esse rascunho ficou parado tempo demais; use o comando de novo.
night-not-yours = Outra pessoa está planejando essa sessão; `/sessão` deixa você planejar uma.
night-not-you = Você não pode postar enquetes neste canal.
night-not-allowed = Não posso postar enquetes aqui; um moderador pode me deixar enviar mensagens, criar enquetes e ver o histórico de mensagens neste canal.
night-no-event = Não posso criar eventos neste servidor, então vai ter só a enquete; um admin pode me dar a permissão Criar eventos.
night-no-voice = Não posso entrar em { $channel }, então vai ter só a enquete; um admin pode me deixar ver o canal e me conectar.
night-zone-unknown = Não conheço nenhum fuso horário chamado “{ $typed }”; escolha um dos que aparecem enquanto você digita, ou escreva UTC-3.
night-when-unknown = Não consigo ler “{ $typed }” como uma data; escreva como 20h, amanhã 20h30, sexta 20h ou toda sexta às 20h.
night-when-which = “{ $typed }” pode ser lido de mais de uma maneira. Qual você quer dizer?
night-when-hour = A que horas é “{ $typed }”?
night-when-again = Escrever de outro jeito
night-form-title = Uma sessão de cinema
night-form-when = Quando?
night-form-when-about = Pelo relógio de { $zone }, a não ser que você diga uma cidade.
night-form-when-example = 20h, amanhã 20h30, toda sexta às 20h
night-form-source = Filmes
night-form-source-about = Em que o canal vota.
night-form-source-watchlist = Cinco da lista, ainda não vistos
night-form-source-draw = Cinco do catálogo, por sorteio
night-form-titles = Ou os seus próprios filmes
night-form-titles-about = De dois a dez títulos, um por linha; aí nada é sorteado.
night-form-place = Onde?
night-form-place-about = Em palavras; senão, é este canal.
night-when-past = { $when } já passou; escolha uma hora que ainda venha.
night-when-far = { $when } é daqui a mais de um ano; escolha uma data mais próxima.
night-too-soon =
    { $hours ->
        [one] A enquete precisa de { $hours } hora antes do filme, e ele já começa logo ({ $when }); deixe o filme começar mais tarde.
       *[other] A enquete precisa de { $hours } horas antes do filme, e ele já começa logo ({ $when }); encurte a enquete ou deixe o filme começar mais tarde.
    }
night-too-few-named = Indique pelo menos dois filmes diferentes.
night-too-few-kept = Menos de dois filmes ainda não vistos da lista servem; `/lista adicionar` põe mais.
night-too-few-drawn = Menos de dois filmes do meu catálogo servem; peça menos.
night-open = Este canal já está votando: { $link }
night-open-unsent = Este canal já está para votar; tente de novo daqui a pouco.
night-series-open = Este canal já tem uma sessão que se repete; `/sessão fim` a encerra.
night-series-ended = Ela não se repete mais. Uma votação aberta continua.
night-series-none = Nenhuma sessão se repete neste canal.
night-none = Não há votação de filme aberta neste canal.
night-not-host = Só quem chamou essa sessão, ou um moderador, pode encerrá-la.
night-closed = A enquete está encerrada; o resultado já vem.
night-cancelled = Essa sessão de cinema foi cancelada.
night-call = { $host } chama para uma sessão de cinema: vote abaixo!
night-call-again = É noite de cinema de novo: vote abaixo!
night-call-few = Não há votação para { $when }: menos de dois filmes ainda não vistos servem. `/lista adicionar` põe mais.
night-question = Que filme vamos ver?
night-posters-alt = Pôsteres de
night-won =
    { $votes ->
        [one] **{ $film }** ganha com { $votes } voto.
       *[other] **{ $film }** ganha com { $votes } votos.
    }
night-won-by-lot =
    { $votes ->
        [one] { $films } filmes tiveram { $votes } voto cada, então sorteei: vai ser **{ $film }**.
       *[other] { $films } filmes tiveram { $votes } votos cada, então sorteei: vai ser **{ $film }**.
    }
night-no-votes = Ninguém votou, então não há filme para { $when }. `/sessão` abre outra votação.
night-starts = Início: { $when }.
night-starts-at = Início: { $when }, { $place }.
night-event-late = A hora do filme já tinha passado quando os votos foram contados, então não há evento.
night-event-forbidden = Não posso criar eventos aqui (permissão Criar eventos), então não há evento.
night-event-failed = O Discord não aceitou o evento, então não há nenhum; um moderador pode criá-lo à mão.
night-event-about = Escolhido por votação em { $channel }
night-event-reason = O filme ganhou a votação
night-reminder = **{ $film }** começa { $when }.
night-absent = Não posso ir
night-absent-count = Não posso ir ({ $count })
night-absent-noted = Anotado: você não pode ir { $when }. Aperte de novo se puder afinal.
night-absent-back = Que bom: você pode ir { $when } afinal.
night-absent-some =
    { $count ->
        [one] { $count } membro não pode ir.
       *[other] { $count } membros não podem ir.
    }
night-over = Essa sessão já passou ou foi cancelada.
night-calendar = Arquivo de agenda
night-calendar-told = Abra o arquivo para pôr a sessão na sua agenda.
night-asked = Como foi **{ $film }**? Uma estrela marca como visto na lista.
night-rated =
    { $count ->
        [one] ★ { $mean }, de { $count } membro
       *[other] ★ { $mean }, de { $count } membros
    }
night-missed = Não assistimos
night-missed-told = Tudo bem: **{ $film }** não foi visto e continua na lista.

## /leaderboard: who has the most points in the games

cmd-leaderboard = ranking
cmd-leaderboard-description = Quem tem mais pontos nos jogos.
cmd-leaderboard-option-game = jogo
cmd-leaderboard-option-game-description = Qual jogo (padrão: todos).
cmd-leaderboard-option-period = período
cmd-leaderboard-option-period-description = Desde quando (padrão: sempre); uma temporada é um trimestre, em UTC.
cmd-leaderboard-choice-all = todos os jogos
cmd-leaderboard-choice-film = adivinhe o filme
cmd-leaderboard-choice-year = adivinhe o ano
cmd-leaderboard-choice-genres = adivinhe os gêneros
cmd-leaderboard-choice-odd = ache o intruso
cmd-leaderboard-choice-decade = adivinhe a década
cmd-leaderboard-choice-connect = a conexão
cmd-leaderboard-choice-week = esta semana
cmd-leaderboard-choice-month = este mês
cmd-leaderboard-choice-season = esta temporada
cmd-leaderboard-choice-last = a temporada passada
cmd-leaderboard-choice-ever = desde sempre
board-title-week = Ranking da semana
board-title-month = Ranking do mês
board-title-season = Ranking desta temporada
board-title-last = Ranking da temporada passada
board-title-ever = Ranking
board-kind-all = Todos os jogos
board-kind-film = Adivinhe o filme
board-kind-year = Adivinhe o ano
board-kind-genres = Adivinhe os gêneros
board-kind-odd = Ache o intruso
board-kind-decade = Adivinhe a década
board-kind-connect = A conexão
board-period-week = Esta semana
board-period-month = Este mês
board-period-season = Esta temporada
board-period-last = Temporada passada
board-period-ever = Desde sempre
board-empty = Ninguém pontuou ainda. `/jogo` começa uma partida.
board-nobody = Alguém
# Below Marquee's own line.
board-marquee = Marquee também adivinha anos e gêneros, só pela imagem, e fica fora da classificação.
board-points =
    { $points ->
        [one] { $points } ponto
       *[other] { $points } pontos
    }
board-won =
    { $rounds ->
        [one] { $rounds } rodada ganha
       *[other] { $rounds } rodadas ganhas
    }
board-page = Página { $page } de { $pages }
board-since = desde { $date }, 00:00 UTC
board-from-to = de { $first } a { $last }
# $names won the season before this one
board-champions = 👑 Temporada passada: **{ $names }** · { $points } pontos

## /profile: a member's games, points and favourites

cmd-profile = perfil
cmd-profile-description = Os jogos, pontos e favoritos de um membro.
cmd-profile-option-member = membro
cmd-profile-option-member-description = De quem (padrão: o seu).
profile-games =
    { $games ->
        [one] { $games } partida jogada
       *[other] { $games } partidas jogadas
    }
profile-games-won = vitórias: { $games }
# Daily posters that the member named; how many days in a row, now
profile-posters =
    { $posters ->
        [one] { $posters } cartaz do dia acertado · { $days } seguidos
       *[other] { $posters } cartazes do dia acertados · { $days } seguidos
    }
profile-points =
    { $points ->
        [one] { $points } ponto
       *[other] { $points } pontos
    }
profile-rounds =
    { $rounds ->
        [one] { $rounds } rodada
       *[other] { $rounds } rodadas
    }
profile-rounds-won = vitórias: { $rounds }
profile-streak =
    { $rounds ->
        [one] Melhor sequência: { $rounds } rodada ganha seguida
       *[other] Melhor sequência: { $rounds } rodadas ganhas seguidas
    }
profile-no-games = Nenhuma partida jogada ainda. `/jogo` começa uma.
profile-genres = Gêneros favoritos: { $genres }
profile-verdicts = Disse que acertei { $right }× e errei { $wrong }×
profile-avatar-alt = Avatar
