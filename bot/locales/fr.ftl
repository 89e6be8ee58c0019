# Ce que Marquee dit en français.

## The gate: who may ask what, where and how often

access-channel = Sur ce serveur, je ne peux répondre que dans { $channels }.
access-no-channel = Les salons où je pouvais répondre n'existent plus ; un admin peut en choisir d'autres avec `/config`.
access-closing = Je suis en plein redémarrage ; réessaie dans une minute.
access-stale = Ce bouton ne marche plus ; relance la commande.
access-games-off = Les jeux sont désactivés sur ce serveur ; un admin peut les autoriser avec `/config`.
access-cooldown =
    { $seconds ->
        [one] Ça fait beaucoup de questions d'un coup ; réessaie dans { $seconds } seconde.
       *[other] Ça fait beaucoup de questions d'un coup ; réessaie dans { $seconds } secondes.
    }
access-server-cooldown =
    { $seconds ->
        [one] Ce serveur me pose beaucoup de questions en ce moment ; réessaie dans { $seconds } seconde.
       *[other] Ce serveur me pose beaucoup de questions en ce moment ; réessaie dans { $seconds } secondes.
    }

## Stopping

in-flight-stopped = J'ai redémarré avant d'avoir fini ; réessaie dans une minute.
promise-lost = J'ai redémarré avant de pouvoir répondre ; renvoie ta demande, s'il te plaît.
promise-press-lost = J'ai redémarré juste quand tu as appuyé ; s'il ne s'est rien passé, appuie encore une fois.

## Keep this film: the button that puts a film on the watchlist

keep-button = Garder ce film
keep-done-server = **{ $film }** est maintenant dans la watchlist du serveur ; retrouve-la avec `/watchlist afficher`.
keep-done-own = **{ $film }** est maintenant dans ta watchlist ; retrouve-la avec `/watchlist afficher`.
keep-there-server = **{ $film }** était déjà dans la watchlist du serveur.
keep-there-own = **{ $film }** était déjà dans ta watchlist.
keep-done-named = **{ $film }** est maintenant dans la watchlist « { $name } ».
keep-there-named = **{ $film }** était déjà dans la watchlist « { $name } ».
keep-unknown = Ce film n'est plus dans mon catalogue, je ne peux donc pas le garder.
watchlist-full =
    { $films ->
        [one] Cette watchlist contient déjà { $films } film ; fais d'abord un peu de place.
       *[other] Cette watchlist contient déjà { $films } films ; fais d'abord un peu de place.
    }

## What went wrong

error-apology = Quelque chose a raté de mon côté, et c'est noté ; réessaie dans un instant.
error-not-allowed = Je n'ai pas le droit de répondre ici ; un modérateur peut m'autoriser à envoyer des messages et des fichiers dans ce salon.
error-message-gone = Ce message a été supprimé entre-temps ; repose ta question.
error-command-changed = Cette commande vient de changer ; réessaie dans une minute.
error-busy =
    { $seconds ->
        [one] Il y a foule en ce moment ; réessaie dans { $seconds } seconde.
       *[other] Il y a foule en ce moment ; réessaie dans { $seconds } secondes.
    }
error-unreachable =
    { $seconds ->
        [one] Je ne peux pas regarder d'affiches en ce moment ; réessaie dans { $seconds } seconde.
       *[other] Je ne peux pas regarder d'affiches en ce moment ; réessaie dans { $seconds } secondes.
    }

## Pictures that members hand over

attachment-gone = Cette image a été supprimée avant que je puisse la regarder ; renvoie-la.
attachment-unavailable = Discord ne m'a pas transmis cette image ; réessaie dans un instant.
attachment-empty = Ce fichier est vide ; joins l'affiche une nouvelle fois.
attachment-is-video = C'est une vidéo ; joins plutôt une affiche en image : JPEG, PNG, WebP, GIF ou AVIF.
attachment-is-audio = C'est un fichier audio ; joins plutôt une affiche en image : JPEG, PNG, WebP, GIF ou AVIF.
attachment-is-text = C'est un fichier texte ; joins plutôt une affiche en image : JPEG, PNG, WebP, GIF ou AVIF.
attachment-is-no-picture = Ce n'est pas une image ; joins plutôt une affiche en JPEG, PNG, WebP, GIF ou AVIF.
attachment-too-large = Cette image fait { $size } ; je ne dépasse pas { $limit }.
attachment-none = Il n'y a pas d'image dans ce message ; essaie sur un message avec une affiche.
attachment-link-to-message = C'est le lien d'un message ; copie celui de l'image elle-même, ou reste appuyé sur le message et choisis Applications, « Identifier cette affiche ».
attachment-link-elsewhere = Je n'ouvre que les images hébergées par Discord. Joins plutôt l'affiche ; ou publie ce lien, reste appuyé sur le message avec son aperçu et choisis Applications, « Identifier cette affiche ».

## /settings: what an admin decides for a server (one message with menus and buttons)

cmd-settings = config
cmd-settings-description = Décider comment Marquee se comporte sur ce serveur.
cmd-settings-option-country = pays
cmd-settings-option-country-description = Deux lettres : pour quel pays /film dit qui peut voir un film, et où.
cmd-settings-option-timezone = fuseau
cmd-settings-option-timezone-description = Une ville dont l'horloge donne les heures du serveur.
cmd-settings-option-night-role = rôle_soirée
cmd-settings-option-night-role-description = Le rôle que les soirées mentionnent ; celui de tout le monde veut dire personne.
settings-not-allowed = Seuls les membres qui peuvent gérer ce serveur peuvent changer sa configuration.
settings-title = Marquee sur ce serveur
settings-encoder = Encodeur
settings-encoder-about = L'œil avec lequel je compare les affiches, sauf si un membre en choisit un autre.
settings-encoder-own = Le choix de Marquee ({ $encoder })
settings-encoder-default = Le choix de Marquee
settings-encoder-films =
    { $films ->
        [one] { $films } film
       *[other] { $films } films
    }
settings-encoder-missing = Ne peut pas répondre : son index manque
settings-channels = Salons
settings-channels-about = Là où je peux répondre, fils compris. Aucun choix veut dire partout.
settings-channels-all = Partout
settings-cooldown = Limite
settings-cooldown-member =
    { $rate ->
        [one] { $rate } question par membre en { $seconds } s
       *[other] { $rate } questions par membre en { $seconds } s
    }
settings-cooldown-server =
    { $rate ->
        [one] { $rate } question pour tout le monde ensemble en { $seconds } s
       *[other] { $rate } questions pour tout le monde ensemble en { $seconds } s
    }
settings-cooldown-change = Changer…
settings-cooldown-form-rate = Questions par membre, de 1 à { $most }
settings-cooldown-form-server = Questions de tout le monde, de 1 à { $most }
settings-cooldown-form-seconds = … en combien de secondes, de 1 à { $most }
settings-cooldown-wrong-rate = Les questions par membre sont un nombre entier de 1 à { $most } ; rien n'a changé.
settings-cooldown-wrong-server = Les questions de tout le monde sont un nombre entier de 1 à { $most } ; rien n'a changé.
settings-cooldown-wrong-seconds = Les secondes sont un nombre entier de 1 à { $most } ; rien n'a changé.
settings-games = Jeux
settings-games-on = Les membres peuvent jouer aux devinettes.
settings-games-off = Personne ne peut lancer de partie.
settings-games-switch-on = Activer
settings-games-switch-off = Désactiver
settings-answers = Réponses
settings-answers-public = Tout le salon les voit.
settings-answers-private = Seule la personne qui a demandé les voit.
settings-answers-make-public = Montrer à tous
settings-answers-make-private = Garder privé
settings-marked = Affiches qui ne sont pas pour tous
settings-marked-restricted = Je ne les montre que dans les salons soumis à une limite d’âge.
settings-marked-everywhere = Je les montre dans tous les salons.
settings-marked-allow = Montrer partout
settings-marked-restrict = Limite d’âge seulement
settings-country = Pays
settings-country-is = `/film` dit pour { $country } qui peut voir un film et où il est en streaming.
settings-timezone = Fuseau horaire
settings-timezone-is = Les heures sont celles de { $zone }.
settings-timezone-wrong = Je ne connais aucun fuseau nommé « { $typed } », ou plusieurs ; choisis-en un parmi ceux qui apparaissent.
settings-night-role = Soirées ciné
settings-night-role-is = Les soirées mentionnent { $role }.
settings-country-wrong = Un pays a deux lettres, comme FR ou BE.
settings-defaults = Réglages d'origine

## Terms of the catalogue

era = années { $decade }
percent = { $share } %
list-and = { $first } et { $last }
genre-action = Action
genre-adventure = Aventure
genre-animation = Animation
genre-children = Jeunesse
genre-comedy = Comédie
genre-crime = Policier
genre-documentary = Documentaire
genre-drama = Drame
genre-fantasy = Fantastique
genre-film-noir = Film noir
genre-horror = Horreur
genre-musical = Comédie musicale
genre-mystery = Mystère
genre-romance = Romance
genre-sci-fi = Science-fiction
genre-thriller = Thriller
genre-war = Guerre
genre-western = Western
likeness-all-share =
    { $films ->
        [2] En commun : { $genres }.
       *[other] En commun aux { $films } : { $genres }.
    }
likeness-some-share = En commun à { $holders } sur { $films } : { $genres }.
likeness-none-shared =
    { $films ->
        [2] Ils n'ont aucun genre en commun.
       *[other] Aucun genre n'en réunit deux.
    }
likeness-year = Ils datent de { $year }.
likeness-years = Ils vont de { $first } à { $last }.

## How a poster looks: words on and under a picture, short

look-heading = Genres d'après l'affiche
look-heading-unsure = Genres : rien de sûr
look-era = Époque d'après l'affiche : { $era }, sans doute entre { $low } et { $high }
look-span = sans doute { $low }–{ $high }
look-newer = Le graphisme a l'air plus récent que le film.
look-older = Le graphisme a l'air plus ancien que le film.
look-film = Le film lui-même date peut-être de { $year } environ, sans doute entre { $low } et { $high }.
look-genres = Genres d'après l'affiche : { $genres }
look-genres-unsure = Genres : rien de sûr ; peut-être { $genres }

## Films that a member names by typing

films-unknown = Je ne connais aucun film nommé « { $typed } » ; choisis l'un de ceux qui apparaissent pendant que tu tapes.
films-not-on-list = « { $typed } » n'est pas dans la watchlist ; choisis l'un des films qui apparaissent pendant que tu tapes.

## /watchlist: the films that a server, or a member by themselves, means to watch

cmd-watchlist = watchlist
cmd-watchlist-description = Les films à voir un jour.
cmd-watchlist-show = afficher
cmd-watchlist-show-description = Afficher la watchlist.
cmd-watchlist-show-option-films = films
cmd-watchlist-show-option-films-description = Quels films (par défaut : tous).
cmd-watchlist-show-choice-all = tous les films
cmd-watchlist-show-choice-unseen = pas encore vus
cmd-watchlist-add = ajouter
cmd-watchlist-add-description = Mettre un film dans la watchlist.
cmd-watchlist-add-option-title-description = Tape, puis choisis le film.
cmd-watchlist-remove = retirer
cmd-watchlist-remove-description = Retirer un film de la watchlist.
cmd-watchlist-option-title = titre
cmd-watchlist-option-title-description = Un film de la watchlist.
cmd-watchlist-seen = vu
cmd-watchlist-seen-description = Marquer un film comme vu, ou pas.
cmd-watchlist-seen-option-seen = vu
cmd-watchlist-seen-option-seen-description = Faux (False) enlève la marque (par défaut : vrai).
cmd-watchlist-option-list = liste
cmd-watchlist-option-list-description = Quelle watchlist (par défaut, celle sans nom).
cmd-watchlist-new = nouvelle
cmd-watchlist-new-description = Créer une autre watchlist.
cmd-watchlist-new-option-name = nom
cmd-watchlist-new-option-name-description = Comment elle s'appelle.
cmd-watchlist-delete = supprimer
cmd-watchlist-delete-description = Supprimer une watchlist avec ses films.
cmd-watchlist-delete-option-list-description = Quelle watchlist.
cmd-watchlist-import = importer
cmd-watchlist-import-description = Mettre dans une watchlist les films d'un fichier de Letterboxd ou d'IMDb.
cmd-watchlist-import-option-file = fichier
cmd-watchlist-import-option-file-description = watchlist.csv, diary.csv, ratings.csv, une liste ou l'export d'IMDb.
cmd-watchlist-export = exporter
cmd-watchlist-export-description = Obtenir une watchlist en fichier que Letterboxd accepte aussi.
watchlist-title-server = La watchlist du serveur
watchlist-title-own = Ta watchlist
watchlist-title-named = Watchlist « { $name } »
watchlist-empty = Elle est encore vide. Ajoute un film avec `/watchlist ajouter` ou avec le bouton sous chaque réponse.
watchlist-all-seen = Tous ses films ont été vus.
watchlist-page = Page { $page } sur { $pages }
watchlist-count-all =
    { $films ->
        [one] { $films } film
       *[other] { $films } films
    }
watchlist-count-unseen =
    { $films ->
        [one] { $films } film à voir
       *[other] { $films } films à voir
    }
watchlist-show-all = Tous les films
watchlist-show-unseen = Pas encore vus
watchlist-added = Ajouté par { $member } le { $date }
watchlist-added-by-nobody = Ajouté le { $date }
watchlist-seen = ✅ Marqué comme vu par { $member } le { $date }
watchlist-seen-by-nobody = ✅ Vu le { $date }
watchlist-poster-alt = Affiche de { $film }
turn-not-yours = C'est quelqu'un d'autre qui l'a demandé ; lance la commande toi-même pour tourner les pages.
watchlist-remove-not-yours = Seuls le membre qui a ajouté ce film ou un modérateur peuvent le retirer de la watchlist du serveur.
watchlist-removed = **{ $film }** n'est plus dans la watchlist.
watchlist-marked-seen = **{ $film }** est marqué comme vu. ✅
watchlist-marked-unseen = **{ $film }** n'est plus marqué comme vu.
watchlist-was-seen = **{ $film }** était déjà marqué comme vu.
watchlist-was-unseen = **{ $film }** n'était pas marqué comme vu.
watchlist-list-unknown = Il n'y a pas de watchlist « { $name } » ici ; `/watchlist nouvelle` en crée une.
watchlist-list-gone = Cette watchlist n'existe plus.
watchlist-list-made = La watchlist « { $name } » existe maintenant ; remplis-la avec `/watchlist ajouter` et `/watchlist importer`.
watchlist-list-deleted = La watchlist « { $name } » est supprimée avec ses films.
watchlist-list-not-yours = Seuls le membre qui a créé cette watchlist ou un modérateur peuvent la supprimer.
watchlist-list-too-many = Il y a déjà { $lists } autres watchlists ici ; supprimes-en d'abord une.
watchlist-list-bad-name = Une watchlist a besoin d'un nom lisible.
watchlist-exported = Ton fichier ; Letterboxd l'accepte sur letterboxd.com/import.

watchlist-import-large = Ce fichier est trop gros ; j'accepte des listes jusqu'à { $limit }.
watchlist-import-no-list = Je ne peux lire aucune liste de films dans ce fichier. Je connais les CSV de Letterboxd et d'IMDb, et d'autres avec une colonne « Title » ; dans le ZIP de Letterboxd je lis watchlist.csv.
watchlist-import-unavailable = Discord ne m'a pas transmis ce fichier ; réessaie dans un instant.
watchlist-import-added = Nouveaux dans la watchlist : { $films }
watchlist-import-there = Déjà là : { $films }
watchlist-import-seen = Marqués comme vus : { $films }
watchlist-import-by-name = Absents de mon catalogue, gardés par leur nom : { $films }
watchlist-import-left-over = En trop, car la watchlist est pleine : { $films }
watchlist-import-unread = Non lus : { $films }
watchlist-import-no-title = Ligne { $line } : pas de titre
watchlist-import-bad-year = Ligne { $line } : « { $text } » n'est pas une année
watchlist-import-bad-id = Ligne { $line } : « { $text } » n'est pas l'identifiant d'un film
watchlist-import-no-film = Ligne { $line } : « { $text } » n'est pas un film
watchlist-import-more = Autres lignes : { $lines }

## /stats: how a server uses Marquee, shown to its admins below a chart

cmd-stats = stats
cmd-stats-description = Voir comment ce serveur utilise Marquee.
cmd-stats-option-days = jours
cmd-stats-option-days-description = Jusqu'où remonter (par défaut : 30 jours).
cmd-stats-choice-7 = 7 jours
cmd-stats-choice-30 = 30 jours
cmd-stats-choice-90 = 90 jours
stats-title = Les { $days } derniers jours
stats-matched =
    { $n ->
        [one] { $n } affiche reconnue
       *[other] { $n } affiches reconnues
    }
stats-answered =
    { $n ->
        [one] { $n } affiche que je n'ai pas pu nommer avec certitude
       *[other] { $n } affiches que je n'ai pas pu nommer avec certitude
    }
stats-failed =
    { $n ->
        [one] { $n } question sans réponse
       *[other] { $n } questions sans réponse
    }
stats-reasons = Surtout à cause de : { $reasons }
stats-rounds =
    { $n ->
        [one] { $n } manche jouée
       *[other] { $n } manches jouées
    }
stats-games = Jeux : { $games }
stats-members =
    { $n ->
        [one] { $n } membre a posé des questions.
       *[other] { $n } membres ont posé des questions.
    }
stats-median = La moitié des réponses ont pris moins de { $seconds } s.
stats-feedback =
    { $given ->
        [one] Jugées justes : { $right } sur { $given } réponse notée.
       *[other] Jugées justes : { $right } sur { $given } réponses notées.
    }
stats-kept =
    { $days ->
        [one] Les questions sont conservées { $days } jour. Les jours sont en UTC.
       *[other] Les questions sont conservées { $days } jours. Les jours sont en UTC.
    }
stats-alt = Barres, une par jour sur { $days } jours. Questions en tout : { $questions } ; le plus le { $day } ({ $most }).

## An answer: neighbours, pictures, buttons

answer-heading = Affiches les plus proches
answer-match = C'est { $film }
answer-perhaps = C'est peut-être { $film }
answer-perhaps-sure = J'en suis sûr à { $percent } environ. Est-ce bien ce film ?
answer-perhaps-ask = Est-ce bien ce film ?
answer-unknown = Je ne connais pas cette affiche
answer-resembles = **Elle ressemble à celles-ci**
answer-not-poster = Ça ne ressemble pas à une affiche de film.
answer-several =
    { $posters ->
        [one] { $posters } affiche dans cette image
       *[other] { $posters } affiches dans cette image
    }
answer-others-of = **Les plus proches de l'affiche { $number }**
answer-others = **Autres affiches proches**
answer-alike = ressemblance { NUMBER($similarity, minimumFractionDigits: 2, maximumFractionDigits: 2) }
answer-rest =
    { $count ->
        [one] … et { $count } autre
       *[other] … et { $count } autres
    }
answer-no-neighbour = Il n'y a pas encore d'autre affiche dans le catalogue.
answer-footer = { $encoder } · ressemblance 1,00 : la même image
answer-alt-asked = L'affiche à identifier
answer-alt-picture = L'image à identifier
answer-alt-outline = L'image, l'affiche entourée d'un trait
answer-alt-outlines = L'image, chaque affiche entourée d'un trait et numérotée. { $films }
answer-alt-posters = Affiches côte à côte. { $films }
answer-more = D'autres comme …
# A button: all that is known, where the answer was brief.
answer-all = Plus
answer-right = Juste
answer-wrong = Faux
answer-yes = Oui, c'est lui
answer-no = Non, ce n'est pas lui
answer-keep = Garder
answer-keep-film = Garder ce film
answer-show = Montrer à tous
answer-queue =
    { $ahead ->
        [one] Il y a foule en ce moment : { $ahead } question passe avant la tienne.
       *[other] Il y a foule en ce moment : { $ahead } questions passent avant la tienne.
    }
verdict-right = C'est noté, j'avais juste ; merci !
verdict-wrong = C'est noté, je me suis trompé ; merci, ça m'aide.
verdict-too-old = Cette réponse est si vieille que je l'ai oubliée, mais merci !
perhaps-thanks = C'est noté, merci !
perhaps-not-yours = Seule la personne qui a posé la question peut me dire si c'est ce film.
page-previous = Précédent
page-next = Suivant
page-no-more = Il n'y a plus d'autres voisines.

## Films: /film

cmd-film = film
cmd-film-description = Voir un film et les affiches les plus proches de la sienne.
cmd-film-option-title = titre
cmd-film-option-title-description = Le titre du film ; tape, puis choisis.
film-no-genre = Genre inconnu
film-unseen = Je connais ce film, mais je n'ai pas encore vu son affiche.
film-runtime = { $minutes } min
film-trailer = Bande-annonce
film-by = De { $names }
film-with = Avec { $names }
film-stream = En streaming ({ $country }) : { $names }
film-picture = Image { $number } sur { $pictures }
film-picture-gone = Cette image n'est plus là.
film-not-found = Je ne connais aucun film nommé « { $typed } ».
film-not-found-but = Je ne connais aucun film nommé « { $typed } ». Tu pensais à { $film } ?
film-which = À quel film nommé « { $typed } » penses-tu ?
film-which-note = Plusieurs films portent ce nom et sont à peu près aussi connus

## /privacy: what is kept about a member; only they see it

cmd-privacy = confidentialité
cmd-privacy-description = Ce que je garde sur toi, comment l'obtenir et comment l'effacer.
privacy-title = Tes données
privacy-kept = Ce que je garde
privacy-kept-questions = Chaque question : ton identifiant Discord, quand et dans quel salon tu l'as posée, une empreinte de l'image, les films que j'ai proposés, à quel point j'en étais sûr et le temps que ça a pris.
privacy-kept-feedback = Si tu as jugé une réponse juste ou fausse, et ton oui ou non sur un film dont je n'étais pas sûr.
privacy-kept-games = Tes parties : le nom que tu avais alors, tes réponses, tes points ; et tes réponses aux affiches du jour.
privacy-kept-films = Les films, watchlists, préréglages et soirées que tu as ajoutés, les films que tu as importés, que tu ne peux pas venir à une soirée, et tes étoiles pour son film, avec ton identifiant.
privacy-kept-promises = Pendant que je prépare une réponse : une clé de Discord qui me permet encore de te prévenir si je redémarre entre-temps. Elle ne dit pas qui tu es et vaut 15 minutes.
privacy-not-kept = Ce que je ne garde pas
privacy-not-kept-pictures = Tes images : je les regarde et je les oublie, tout comme ce que j’y lis. Celle que je ne reconnais pas reste en mémoire deux minutes au plus, pour que je puisse lire son titre.
privacy-not-kept-messages = Ce que tu écris : je ne le reçois même pas, sauf si tu me l'envoies avec une commande ou me mentionnes.
privacy-not-kept-heard = Ce que tu écris : je le reçois, je cherche dans le fil d’un jeu des réponses à sa manche, et je ne garde que ces réponses.
privacy-how-long = Pendant combien de temps
privacy-retention =
    { $days ->
        [one] Questions et avis sur leurs réponses : { $days } jour, puis tout s'efface de lui-même.
       *[other] Questions et avis sur leurs réponses : { $days } jours, puis tout s'efface de lui-même.
    }
privacy-for-ever = Questions et avis sur leurs réponses : jusqu'à ce que tu les effaces.
privacy-until = Jeux et listes : jusqu'à ce que tu les effaces.
privacy-export = Mes données
privacy-forget = Oublie-moi
privacy-exported =
    { $rows ->
        [0] Je ne garde rien sur toi ; le fichier le dit.
        [one] Tout ce que je garde sur toi : { $rows } entrée.
       *[other] Tout ce que je garde sur toi : { $rows } entrées.
    }
privacy-sure = **Dois-je t'oublier ?** C'est définitif.
    Tes questions, tes avis, tes propres listes, tes préréglages et tes essais aux affiches du jour seront effacés. Dans les parties que tu as jouées, un joueur sans nom prend ta place, pour que les autres gardent leurs scores ; tu disparais des classements. Les films que tu as ajoutés à la liste d'un serveur y restent, sans ton nom.
privacy-erase = Oui, tout effacer
privacy-in-a-game = Tu es dans une partie en cours ; quitte-la ou va jusqu'au bout, puis appuie de nouveau.
privacy-erased =
    { $rows ->
        [0] Il n'y avait rien à effacer : je ne garde rien sur toi.
        [one] C'est fait : { $rows } entrée effacée. Je ne sais plus rien de toi.
       *[other] C'est fait : { $rows } entrées effacées. Je ne sais plus rien de toi.
    }

## /about: what Marquee is; only who asked sees it

cmd-about = à-propos
cmd-about-description = Ce qu'est Marquee, ce qu'il sait et d'où il le tient.
about-what = Joins une affiche de film à `/identifier` : je te dis quel film c'est, ou quelles affiches lui ressemblent le plus, l'époque qu'elle évoque et ses genres.
about-running = J'ai démarré { $since }.
about-films =
    { $films ->
        [one] Je connais l'affiche de { $films } film.
       *[other] Je connais les affiches de { $films } films.
    }
about-encoders =
    { $n ->
        [one] Encodeur : { $names }
       *[other] Encodeurs : { $names }
    }
about-no-encoders = Mon catalogue est injoignable en ce moment.
about-sources = Sources
about-licence = Licence
about-licence-text = Le code de Marquee est sous licence MIT. Ce qui l'accompagne a ses propres conditions, dont l'usage non commercial : voir NOTICE à côté du code.

## Matching: /match and the message command "Match this poster"

cmd-match = identifier
cmd-match-description = Trouver les films dont l'affiche ressemble le plus à la tienne.
cmd-match-option-poster = affiche
cmd-match-option-poster-description = Une image d'affiche de film : JPEG, PNG, WebP, GIF ou AVIF.
cmd-match-option-link = lien
cmd-match-option-link-description = À la place d'une image : le lien d'une image hébergée par Discord.
cmd-match-option-k = k
cmd-match-option-k-description = Combien d'affiches voisines montrer.
cmd-match-option-encoder = encodeur
cmd-match-option-encoder-description = Avec quel œil regarder ; sans choix, celui du serveur.
cmd-match-message = Identifier cette affiche
match-no-poster = Joins une affiche, ou donne-moi le lien d'une image hébergée par Discord.

## /game: guessing games with posters

cmd-game = jeu
cmd-game-description = Devinettes avec des affiches de films.
cmd-game-start = lancer
cmd-game-start-description = Réunir des joueurs et faire une partie.
cmd-game-stop = arrêter
cmd-game-stop-description = Terminer la partie ici, avec ses scores.
cmd-game-skip = passer
cmd-game-skip-description = Passer la manche en cours ici.
cmd-game-status = état
cmd-game-status-description = Voir la partie en cours ici.
cmd-game-preset = préréglage
cmd-game-preset-description = Les options d'une partie sous un nom.
cmd-game-preset-save = enregistrer
cmd-game-preset-save-description = Garder les options de la dernière partie jouée ici.
cmd-game-preset-list = liste
cmd-game-preset-list-description = Voir les préréglages gardés ici.
cmd-game-preset-delete = supprimer
cmd-game-preset-delete-description = Oublier un préréglage.
cmd-game-option-kind = jeu
cmd-game-option-kind-description = Quel jeu (par défaut : devine le film).
cmd-game-option-rounds = manches
cmd-game-option-rounds-description = Combien de manches (par défaut : 5).
cmd-game-option-seconds = secondes
cmd-game-option-seconds-description = Combien de temps dure une manche (par défaut : 45).
cmd-game-option-answer = réponse
cmd-game-option-answer-description = Choisir le film ou taper son titre (par défaut : choisir).
cmd-game-option-difficulty = difficulté
cmd-game-option-difficulty-description = Plus c'est dur, plus les mauvais choix sont proches (et plus ça rapporte).
cmd-game-option-mode = mode
cmd-game-option-mode-description = Ce qui termine la partie (par défaut : les manches).
cmd-game-option-points = points
cmd-game-option-points-description = Combien de points y mettent fin, dans ce mode (par défaut : 300).
cmd-game-option-several = plusieurs
cmd-game-option-several-description = Si tous ceux qui ont juste marquent, pas seulement le premier.
cmd-game-option-teams = équipes
cmd-game-option-teams-description = Combien d'équipes (par défaut : aucune).
cmd-game-option-decade = décennie
cmd-game-option-decade-description = Seulement les films d'une décennie.
cmd-game-option-genre = genre
cmd-game-option-genre-description = Seulement les films d'un genre.
cmd-game-option-guesses = essais
cmd-game-option-guesses-description = Combien de titres on peut proposer par manche (par défaut : 5).
cmd-game-option-known = connus
cmd-game-option-known-description = Si les films sont connus (par défaut : ceux que beaucoup connaissent).
cmd-game-option-preset = préréglage
cmd-game-option-preset-description = Des options que le serveur garde ; celles données ici passent avant.
cmd-game-option-name = nom
cmd-game-option-name-description = Comment s'appelle le préréglage.
cmd-game-kind-film = Devine le film
cmd-game-kind-year = Devine l'année
cmd-game-kind-genres = Devine les genres
cmd-game-kind-odd = Trouve l'intrus
cmd-game-kind-decade = Devine la décennie
cmd-game-kind-connect = Le point commun
cmd-game-kind-mix = Un peu de tout
cmd-game-answer-choice = Choisir parmi quatre
cmd-game-answer-typed = Taper le titre
cmd-game-difficulty-easy = Facile
cmd-game-difficulty-medium = Moyen
cmd-game-difficulty-hard = Difficile
cmd-game-mode-points = Le plus de points
cmd-game-mode-first-to = Premier à tant de points
cmd-game-mode-elimination = Élimination
cmd-game-known-blockbusters = Les grands succès
cmd-game-known-many = Films que beaucoup connaissent
cmd-game-known-lovers = Films que les cinéphiles connaissent
cmd-game-known-anything = Tout

game-kind-film = Devine le film
game-kind-year = Devine l'année
game-kind-genres = Devine les genres
game-kind-odd = Trouve l'intrus
game-kind-decade = Devine la décennie
game-kind-connect = Le point commun
game-kind-mix = Un peu de tout
game-difficulty-easy = facile
game-difficulty-medium = moyen
game-difficulty-hard = difficile

game-rule-rounds =
    { $rounds ->
        [one] { $rounds } manche
       *[other] { $rounds } manches
    }
game-rule-first-to = premier à { $points } points
game-rule-elimination = élimination : qui se trompe sort
game-rule-seconds = { $seconds } s par manche
game-rule-choice = un titre sur quatre
game-rule-typed = titres à taper
game-rule-several = tous ceux qui ont juste marquent
game-rule-known = les { $percent } % les plus connus
# How well known the films are; also the choices of a menu.
game-known-blockbusters = grands succès
game-known-many = films que beaucoup connaissent
game-known-lovers = films que les cinéphiles connaissent
game-known-anything = tous les films
game-known-menu = 🎚️ Les films sont-ils connus ?

game-lobby-title = 🎬 { $game }
game-lobby-host = { $host } lance la partie ; la salle d'attente ferme { $when }.
game-lobby-started = La partie a commencé.
game-lobby-closed = Cette salle d'attente est fermée.
game-players = Joueurs ({ $n })
game-join = Rejoindre
game-join-team = { $team }
game-leave = Quitter
game-begin = Commencer
game-begun = La salle d'attente est ouverte : appuie sur Commencer quand tout le monde est là.
game-again-begun = Une nouvelle salle d'attente est ouverte.
game-joined-late = Te voilà dans la partie ! Tes réponses comptent à partir de cette manche.

game-round-of = Manche { $number } sur { $rounds } · { $game }
game-round = Manche { $number } · { $game } · { $rule }
game-ask-film = Quel est ce film ?
game-ask-typed = Quel est ce film ? Tape son titre.
game-ask-year = En quelle année ce film est-il sorti ? Le plus proche gagne, et je joue aussi.
game-ask-genres = Quels sont les genres de ce film ? Je joue aussi.
game-ask-odd = Trois de ces films vont ensemble. Lequel est l'intrus ?
game-ask-decade = Dans quelle décennie ce film est-il sorti ?
game-ask-connect = Qu'ont en commun ces quatre films ?
game-picture = Une affiche, peut-être pas en entier
game-picture-four = Quatre affiches, numérotées de 1 à 4
game-until = ⏳ La manche se termine { $when }
# How many of those who play have answered, while the round goes on.
game-answered = ✋ { $n } sur { $players } ont répondu
game-write-here = Ou écris simplement ta réponse ici.
game-samples = Ces films n'ont jamais existé, et leurs affiches sont dessinées par du code : mon catalogue n'a pas encore d'images. La personne qui m'héberge en obtient de vraies avec `marquee catalogue import-tmdb` ou `import-folder`.
game-answer-title = Répondre
game-answer-year = Deviner l'année
game-pick-genres = Choisis ses genres
game-hint = Indice (−{ $points })
game-skip = Passer

game-modal-title = Quel est ce film ?
game-modal-title-label = Titre
game-modal-title-help = Dans n'importe quelle langue ; les petites fautes passent.
game-modal-year = C'est quelle année ?
game-modal-year-label = Année
game-modal-year-help = Quatre chiffres.

game-answer-right = ✅ C'est ça !
game-answer-wrong = ❌ Pas cette fois.
game-answer-wrong-again =
    { $left ->
        [one] ❌ Ce n'est pas ça ; il te reste un essai.
       *[other] ❌ Ce n'est pas ça ; il te reste { $left } essais.
    }
game-answer-near =
    { $left ->
        [one] 🔥 Presque, mais ce n'est pas ça ; il te reste un essai.
       *[other] 🔥 Presque, mais ce n'est pas ça ; il te reste { $left } essais.
    }
game-answer-wrong-last = ❌ Ce n'est pas ça, et c'était ton dernier essai de cette manche.
game-answer-near-last = 🔥 Presque, mais ce n'est pas ça, et c'était ton dernier essai de cette manche.
game-answer-kept = 📝 Ta réponse est enregistrée.
game-hint-cost = Il enlève { $points } points à une bonne réponse.
game-hint-decade = Sa décennie : { $value }.
game-hint-genres = Ses genres : { $value }.
game-hint-genre = L'un de ses genres : { $value }.
game-hint-letters = Son titre : { $value }
game-hint-years = Sa sortie se situe dans ces années : { $value }.
game-hint-count =
    { $value ->
        [one] Il a { $value } genre.
       *[other] Il a { $value } genres.
    }
game-hint-out = Ce n'est pas le numéro { $value }.
game-hint-not-film = Ce n'est pas { $value }.
game-skip-vote =
    { $needed ->
        [one] Tu as voté pour passer : { $votes } voix sur { $needed } nécessaire.
       *[other] Tu as voté pour passer : { $votes } voix sur { $needed } nécessaires.
    }
game-skip-done = On passe cette manche.
game-stop-done = La partie est terminée.

game-truth-film = C'était **{ $film }**
game-truth-year = **{ $film }** est sorti en **{ $year }**
game-truth-genres = **{ $film }** : **{ $genres }**
game-truth-odd = L'intrus était le numéro **{ $place }** : **{ $film }**
game-truth-odd-why = Les autres ont en commun : { $genres }
# $decade is what a decade is called, as in "1990s"
game-truth-decade = **{ $film }**: **{ $decade }**
game-truth-decade-own = J'aurais dit : { $decade }
# $link is a genre or a decade
game-truth-connect = Point commun : **{ $link }**
game-truth-connect-films = { $film1 } · { $film2 } · { $film3 } · { $film4 }

game-line = { $mark } **{ $name }** +{ $points } · { $said }
game-line-streak = 🔥 { $streak } d'affilée : +{ $points }
game-line-marquee = 🤖 **Marquee** +{ $points } · { $said }
game-said-nothing = pas de réponse
game-said-right = en { $seconds } s
game-said-place = numéro { $place }
game-said-year =
    { $off ->
        [0] { $year }, pile la bonne année
        [one] { $year }, à { $off } an près
       *[other] { $year }, à { $off } ans près
    }
game-skipped = ⏭️ Manche passée ; elle ne rapporte rien à personne.
game-scoreboard = Scores
game-score = { $mark } { $name } · **{ $points }**
game-score-out = hors jeu à la manche { $round }
game-score-streak = 🔥 { $streak } d'affilée
game-score-team = { $mark } { $rank }. { $team } · **{ $points }** ({ $names })
game-team = Équipe { $number }
game-more = … et { $n } de plus
game-next = La prochaine manche arrive { $when }.

game-over-won =
    { $n ->
        [one] 🏆 Victoire pour { $names } !
       *[other] 🏆 Victoire partagée pour { $names } !
    }
game-over = 🏁 La partie est terminée
game-over-nobody = 🏁 La partie est terminée : personne n'a marqué
game-stopped = La partie a été arrêtée.
game-own-record =
    { $rounds ->
        [one] Marquee a joué { $rounds } manche avec vous (gagnées : { $won }, points : { $points }).
       *[other] Marquee a joué { $rounds } manches avec vous (gagnées : { $won }, points : { $points }).
    }
game-again = Rejouer
game-waiting = Je n'arrive pas à joindre mes films ; je continue d'essayer.
game-gave-up-unavailable = Je n'arrive pas à joindre mes films, la partie s'arrête donc ici ; réessaie plus tard.
game-gave-up-no-films = Il n'y a plus de films qui conviennent, la partie s'arrête donc ici.
game-gave-up-none-fit = Trop peu de films conviennent à ces options ; recommence avec moins de limites.
game-gave-up-broken = Quelque chose a raté de mon côté, et c'est noté ; la partie s'arrête ici.
game-gave-up-forbidden = Je n'ai plus le droit d'écrire dans { $channel }, ta partie s'y est donc arrêtée ; ses points sont gardés.

game-refused-running = Une partie est déjà en cours dans ce salon ; `/jeu état` la montre.
game-refused-none = Aucune partie en cours dans ce salon ; `/jeu lancer` en commence une.
game-refused-place = Je ne peux jouer que là où je suis membre : sur un serveur qui m'a ajouté, ou en message privé avec moi.
game-refused-permissions = Je ne peux pas jouer ici tant qu'un modérateur ne m'autorise pas à : { $missing }.
game-permission-view-channel = voir ce salon
game-permission-send-messages = envoyer des messages
game-permission-attach-files = joindre des fichiers
game-refused-options = Ces options ne vont pas ensemble ; vérifie-les.
game-refused-host = Seuls { $host } ou un modérateur peuvent faire ça.
game-refused-nobody = Personne n'a encore rejoint la partie.
game-refused-not-in = Tu n'es pas dans cette partie.
game-refused-started = La partie a déjà commencé.
game-refused-over = Cette partie est terminée ; `/jeu lancer` en commence une autre.
game-refused-stranger = Tu n'es pas encore dans cette partie. Rejoins-la, puis réponds !
game-refused-late-join = Tu ne peux plus rejoindre : quelqu'un est peut-être déjà hors jeu. La prochaine partie est pour toi !
game-refused-out = Tu es hors jeu pour cette partie ; merci de regarder la suite.
game-refused-answered = Tu as déjà répondu à cette manche.
game-refused-tries = Il ne te reste plus d'essai dans cette manche.
game-refused-late = Trop tard : cette manche est terminée.
game-refused-empty = Ta réponse était vide.
game-refused-year = Tape une année à quatre chiffres, comme 1994.
game-refused-none-left = Il n'y a plus d'indices dans cette manche.

game-preset-saved = Les options de la dernière partie jouée ici sont gardées sous le nom **{ $name }**.
game-preset-deleted = **{ $name }** est oublié.
game-preset-none = Aucun préréglage n'est encore gardé ici ; après une partie, `/jeu préréglage enregistrer` garde ses options.
game-preset-no-game = Aucune partie n'a encore été jouée dans ce salon, il n'y a donc pas d'options à garder.
game-preset-unknown = Il n'y a pas de préréglage nommé **{ $name }** ici.
game-preset-not-yours = Ce préréglage est à quelqu'un d'autre ; cette personne ou un modérateur peut le changer.
game-preset-full =
    { $most ->
       *[other] Il y a déjà { $most } préréglages ; supprimes-en un d'abord.
    }

## /daily: the poster of the day

cmd-daily = quotidien
cmd-daily-description = Une affiche par jour pour le serveur : trouve-la en six images.
daily-title = 🖼️ Affiche du jour · { $day }
daily-ask = Quel film est-ce ? Image { $step } sur { $steps } ; chaque titre faux en montre plus.
# Buttons
daily-guess = Deviner
daily-more = En voir plus
daily-give-up = Abandonner
daily-share = Partager
daily-won = ✅ C'est **{ $film }** !
daily-lost = C'était **{ $film }**.
# What the squares say, one word each, in a list.
daily-word-wrong = faux
daily-word-near = presque
daily-word-more = vu plus
daily-word-right = juste
daily-words-solved = Trouvé à l'image { $step } sur { $steps } : { $tries }.
daily-words-missed = Pas trouvé en { $steps } images : { $tries }.
daily-streak =
    { $days ->
        [one] 🔥 { $days } jour de suite · record : { $best }
       *[other] 🔥 { $days } jours de suite · record : { $best }
    }
daily-players = 👥 { $players } ont essayé, { $solved } l'ont trouvée.
# $when is a moment that Discord shows, such as "in 5 hours"
daily-next = La prochaine affiche arrive { $when }.
# What everybody sees when somebody shares theirs; $count is 1 to 6, or a dash.
daily-shared = **{ $name }** · affiche du { $day } · **{ $count }/{ $steps }**
daily-shared-streak = 🔥 { $days } jours de suite
daily-refused-shared = Tu as déjà partagé celle-ci.
daily-refused-gone = Cette affiche n'est plus là ; `/daily` en montre une autre.
daily-refused-over = L'affiche du { $day } est passée ; `/daily` montre celle d'aujourd'hui.
daily-refused-none = Je ne trouve pas d'affiche pour aujourd'hui ; réessaie plus tard.

## Searching: /search

cmd-search = chercher
cmd-search-description = Trouver des films par leur titre ; avec CLIP, aussi d'après ce que montrent leurs affiches.
cmd-search-option-words = mots
cmd-search-option-words-description = Un titre ; avec CLIP, aussi ce que montre l'affiche : « astronaute solitaire, bleu ».
search-heading = Films pour « { $words } »
search-by-words = D'après ce que montrent leurs affiches
search-by-title = D'après leurs titres
search-none = Je n'ai rien trouvé pour « { $words } ».

## Comparing: /compare

cmd-compare = comparer
cmd-compare-description = Dire à quel point deux affiches se ressemblent.
cmd-compare-option-first = affiche-1
cmd-compare-option-first-description = Une image d'affiche de film.
cmd-compare-option-second = affiche-2
cmd-compare-option-second-description = Une autre.
cmd-compare-option-first-link = lien-1
cmd-compare-option-first-link-description = À la place de la première image : le lien d'une image hébergée par Discord.
cmd-compare-option-second-link = lien-2
cmd-compare-option-second-link-description = À la place de la deuxième image : le lien d'une image hébergée par Discord.
compare-no-first = Joins la première affiche, ou donne-moi le lien d'une image hébergée par Discord.
compare-no-second = Joins la deuxième affiche, ou donne-moi le lien d'une image hébergée par Discord.
compare-same = Deux affiches du même film
compare-perhaps-same = Peut-être deux affiches du même film
compare-very = Aussi proches que deux affiches peuvent l'être
compare-two-films = Aussi proches que les affiches de deux films peuvent l'être
compare-much = Très ressemblantes
compare-somewhat = Assez ressemblantes
compare-little = Un peu ressemblantes
compare-hardly = Presque rien en commun
compare-not-posters = Ça ne ressemble pas à deux affiches de film
compare-alt = Les deux affiches côte à côte
compare-unknown = Une affiche que je ne connais pas
compare-perhaps = Peut-être { $film }
compare-no-poster = Ça ne ressemble pas à une affiche de film
compare-unknown-era = Une affiche que je ne connais pas, dans le style des { $era }
compare-genres = En commun : { $genres }.
compare-no-genre = Aucun genre en commun.
compare-years =
    { $years ->
        [0] Elles sont de la même année.
        [one] { $years } an les sépare.
       *[other] { $years } ans les séparent.
    }
compare-years-about =
    { $years ->
        [0] À les voir, elles sont de la même année.
        [one] À les voir, environ { $years } an les sépare.
       *[other] À les voir, environ { $years } ans les séparent.
    }

## /night: a vote on the next film, then its event

cmd-night = soirée
cmd-night-description = Un vote pour le prochain film, puis son événement.
cmd-night-new = nouvelle
cmd-night-new-description = Prévoir une soirée ciné : un formulaire demande le reste.
cmd-night-vote = vote
cmd-night-vote-description = Faire voter le salon sur des films de ton choix.
cmd-night-watchlist = watchlist
cmd-night-watchlist-description = Faire voter le salon sur des films de la watchlist.
cmd-night-draw = tirage
cmd-night-draw-description = Faire voter le salon sur des films tirés au sort.
cmd-night-close = clore
cmd-night-close-description = Clore le sondage de ce salon et compter les voix.
cmd-night-cancel = annuler
cmd-night-cancel-description = Annuler la soirée ciné de ce salon.
cmd-night-end = fin
cmd-night-end-description = Mettre fin aux soirées qui se répètent dans ce salon.
cmd-night-option-when = quand
cmd-night-option-when-description = Quand le film commence : 20h, demain 20h30, vendredi 20h, tous les vendredis à 20h.
cmd-night-option-film1 = film1
cmd-night-option-film2 = film2
cmd-night-option-film3 = film3
cmd-night-option-film4 = film4
cmd-night-option-film5 = film5
cmd-night-option-film6 = film6
cmd-night-option-film7 = film7
cmd-night-option-film8 = film8
cmd-night-option-film9 = film9
cmd-night-option-film10 = film10
cmd-night-option-film-description = Tape, puis choisis le film.
cmd-night-option-hours = heures
cmd-night-option-hours-description = Combien de temps le sondage reste ouvert (par défaut : un jour).
cmd-night-option-place = lieu
cmd-night-option-place-description = Où vous vous retrouvez, en quelques mots.
cmd-night-option-voice = vocal
cmd-night-option-voice-description = Le salon vocal ou de conférence où vous regardez.
cmd-night-option-timezone = fuseau
cmd-night-option-timezone-description = Une ville où ton horloge est réglée (par défaut : celle du serveur, sinon la dernière).
cmd-night-option-several = plusieurs
cmd-night-option-several-description = Si un membre peut voter pour plusieurs films (par défaut : vrai).
cmd-night-option-films = films
cmd-night-option-films-description = Combien de films tirer au sort, de 2 à 10 (par défaut : 5).
cmd-night-option-genre = genre
cmd-night-option-genre-description = Seulement les films de ce genre.
cmd-night-option-decade = décennie
cmd-night-option-decade-description = Seulement les films de cette décennie.
cmd-night-option-known = connus
cmd-night-option-known-description = À quel point les films sont connus (par défaut : peu importe).
cmd-night-choice-known-best = les plus connus
cmd-night-choice-known-well = bien connus
cmd-night-choice-known-any = peu importe
night-draft-title = Soirée ciné
night-draft-open =
    { $hours ->
        [one] Le sondage reste ouvert { $hours } heure
       *[other] Le sondage reste ouvert { $hours } heures
    }
night-draft-several = plusieurs films par personne
night-draft-single = une voix par personne
night-draft-zone = { $clock } à { $zone }
night-draft-later-list = Les soirées suivantes tirent des films de la liste pas encore vus ; `/soirée fin` y met fin.
night-draft-later-draw = Les soirées suivantes tirent d'autres films ; `/soirée fin` y met fin.
night-repeat-weekly = Chaque { $day } à { $clock } ({ $zone })
night-repeat-weeks = Toutes les { $weeks } semaines, le { $day } à { $clock } ({ $zone })
night-repeat-monthly =
    { $nth ->
        [-1] Chaque dernier { $day } du mois à { $clock } ({ $zone })
        [1] Chaque premier { $day } du mois à { $clock } ({ $zone })
        [2] Chaque deuxième { $day } du mois à { $clock } ({ $zone })
        [3] Chaque troisième { $day } du mois à { $clock } ({ $zone })
       *[other] Chaque quatrième { $day } du mois à { $clock } ({ $zone })
    }
night-draft-menu = Choisis d'autres films
night-draft-send = Lancer le sondage
night-draft-again = Nouveau tirage
night-draft-drop = Laisser tomber
night-draft-sent = Le sondage est lancé : { $link }
night-draft-dropped = D'accord, pas de soirée ciné.
night-draft-late = Ce brouillon a trop attendu ; relance la commande.
night-not-yours = C'est quelqu'un d'autre qui prépare cette soirée ; `/soirée` te permet d'en préparer une.
night-not-you = Tu n'as pas le droit de publier des sondages dans ce salon.
night-not-allowed = Je n'ai pas le droit de publier des sondages ici ; un modérateur peut m'autoriser à envoyer des messages, créer des sondages et voir les anciens messages dans ce salon.
night-no-event = Je n'ai pas le droit de créer des événements sur ce serveur, il n'y aura donc que le sondage ; un admin peut me donner la permission Créer des événements.
night-no-voice = Je n'ai pas accès à { $channel }, il n'y aura donc que le sondage ; un admin peut m'autoriser à le voir et à m'y connecter.
night-zone-unknown = Je ne connais aucun fuseau horaire nommé « { $typed } » ; choisis l'un de ceux qui apparaissent pendant que tu tapes, ou écris UTC+2.
night-when-unknown = Je ne comprends pas « { $typed } » comme une date ; écris-la comme 20h, demain 20h30, vendredi 20h ou tous les vendredis à 20h.
night-when-which = « { $typed } » peut se lire de plusieurs façons. Que veux-tu dire ?
night-when-hour = À quelle heure, « { $typed } » ?
night-when-again = L'écrire autrement
night-form-title = Une soirée ciné
night-form-when = Quand ?
night-form-when-about = À l'heure de { $zone }, sauf si tu nommes une ville.
night-form-when-example = 20h, demain 20h30, tous les vendredis à 20h
night-form-source = Films
night-form-source-about = Ce sur quoi le salon vote.
night-form-source-watchlist = Cinq de la liste, pas encore vus
night-form-source-draw = Cinq du catalogue, au hasard
night-form-titles = Ou tes propres films
night-form-titles-about = De deux à dix titres, un par ligne ; rien n'est alors tiré au sort.
night-form-place = Où ?
night-form-place-about = En quelques mots ; sinon, c'est ce salon.
night-when-past = { $when }, c'est déjà passé ; choisis un moment à venir.
night-when-far = { $when }, c'est dans plus d'un an ; choisis un moment plus proche.
night-too-soon =
    { $hours ->
        [one] Le sondage doit durer { $hours } heure avant le film, or le film commence déjà le { $when } ; repousse-le un peu.
       *[other] Le sondage doit durer { $hours } heures avant le film, or le film commence déjà le { $when } ; raccourcis le sondage ou repousse le film.
    }
night-too-few-named = Indique au moins deux films différents.
night-too-few-kept = Moins de deux films pas encore vus de la watchlist conviennent ; `/watchlist ajouter` la remplit.
night-too-few-drawn = Moins de deux films de mon catalogue conviennent ; demande-m'en moins.
night-open = Ce salon est déjà en train de voter : { $link }
night-open-unsent = Ce salon est déjà sur le point de voter ; réessaie dans un instant.
night-series-open = Ce salon a déjà une soirée qui se répète ; `/soirée fin` y met fin.
night-series-ended = Elle ne se répétera plus. Un vote ouvert continue.
night-series-none = Aucune soirée ne se répète dans ce salon.
night-none = Aucun vote sur un film n'est ouvert dans ce salon.
night-not-host = Seuls le membre qui a lancé cette soirée ou un modérateur peuvent y mettre fin.
night-closed = Le sondage est clos ; le résultat arrive.
night-cancelled = Cette soirée ciné est annulée.
night-call = { $host } vous invite à une soirée ciné : votez ci-dessous !
night-call-again = C'est de nouveau soirée ciné : votez ci-dessous !
night-call-few = Pas de vote pour le { $when } : moins de deux films pas encore vus conviennent. `/watchlist ajouter` en ajoute.
night-question = Quel film on regarde ?
night-posters-alt = Affiches de
night-won =
    { $votes ->
        [one] **{ $film }** gagne avec { $votes } voix.
       *[other] **{ $film }** gagne avec { $votes } voix.
    }
night-won-by-lot =
    { $votes ->
        [one] { $films } films ont eu { $votes } voix chacun, j'ai donc tiré au sort : ce sera **{ $film }**.
       *[other] { $films } films ont eu { $votes } voix chacun, j'ai donc tiré au sort : ce sera **{ $film }**.
    }
night-no-votes = Personne n'a voté, il n'y a donc pas de film pour le { $when }. `/soirée` lance un autre vote.
night-starts = Ça commence le { $when }.
night-starts-at = Ça commence le { $when } : { $place }.
night-event-late = L'heure du film était passée quand les voix ont été comptées, il n'y a donc pas d'événement.
night-event-forbidden = Je n'ai pas le droit de créer des événements ici (permission Créer des événements), il n'y en a donc pas.
night-event-failed = Discord n'a pas accepté l'événement, il n'y en a donc pas ; un modérateur peut le créer à la main.
night-event-about = Choisi par vote dans { $channel }
night-event-reason = Le film a gagné le vote
night-reminder = **{ $film }** commence { $when }.
night-absent = Je ne peux pas venir
night-absent-count = Je ne peux pas venir ({ $count })
night-absent-noted = Noté : tu ne peux pas venir { $when }. Appuie encore si tu peux finalement.
night-absent-back = Bien : tu peux venir { $when } finalement.
night-absent-some =
    { $count ->
        [one] { $count } membre ne peut pas venir.
       *[other] { $count } membres ne peuvent pas venir.
    }
night-over = Cette soirée est passée, ou annulée.
night-calendar = Fichier d'agenda
night-calendar-told = Ouvre le fichier pour mettre la soirée dans ton agenda.
night-asked = Comment était **{ $film }** ? Une étoile le marque comme vu sur la watchlist.
night-rated =
    { $count ->
        [one] ★ { $mean }, de { $count } membre
       *[other] ★ { $mean }, de { $count } membres
    }
night-missed = On ne l'a pas regardé
night-missed-told = D'accord : **{ $film }** n'a pas été regardé et reste à voir.

## /leaderboard: who has the most points in the games

cmd-leaderboard = classement
cmd-leaderboard-description = Qui a le plus de points aux jeux.
cmd-leaderboard-option-game = jeu
cmd-leaderboard-option-game-description = Quel jeu (par défaut : tous).
cmd-leaderboard-option-period = période
cmd-leaderboard-option-period-description = Depuis quand (par défaut : toujours) ; une saison est un trimestre, en UTC.
cmd-leaderboard-choice-all = tous les jeux
cmd-leaderboard-choice-film = devine le film
cmd-leaderboard-choice-year = devine l'année
cmd-leaderboard-choice-genres = devine les genres
cmd-leaderboard-choice-odd = trouve l'intrus
cmd-leaderboard-choice-decade = devine la décennie
cmd-leaderboard-choice-connect = le point commun
cmd-leaderboard-choice-week = cette semaine
cmd-leaderboard-choice-month = ce mois-ci
cmd-leaderboard-choice-season = cette saison
cmd-leaderboard-choice-last = la saison passée
cmd-leaderboard-choice-ever = depuis toujours
board-title-week = Classement de la semaine
board-title-month = Classement du mois
board-title-season = Classement de la saison
board-title-last = Classement de la saison passée
board-title-ever = Classement
board-kind-all = Tous les jeux
board-kind-film = Devine le film
board-kind-year = Devine l'année
board-kind-genres = Devine les genres
board-kind-odd = Trouve l'intrus
board-kind-decade = Devine la décennie
board-kind-connect = Le point commun
board-period-week = Cette semaine
board-period-month = Ce mois-ci
board-period-season = Cette saison
board-period-last = Saison passée
board-period-ever = Depuis toujours
board-empty = Personne n'a encore marqué. `/jeu` lance une partie.
board-nobody = Quelqu'un
# Below Marquee's own line.
board-marquee = Marquee devine aussi les années et les genres, d'après la seule image, et reste hors classement.
board-points =
    { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
board-won =
    { $rounds ->
        [one] { $rounds } manche gagnée
       *[other] { $rounds } manches gagnées
    }
board-page = Page { $page } sur { $pages }
board-since = depuis le { $date }, 00:00 UTC
board-from-to = du { $first } au { $last }
# $names won the season before this one
board-champions = 👑 Saison passée : **{ $names }** · { $points } points

## /profile: a member's games, points and favourites

cmd-profile = profil
cmd-profile-description = Les parties, points et préférences d'un membre.
cmd-profile-option-member = membre
cmd-profile-option-member-description = De qui (par défaut : le tien).
profile-games =
    { $games ->
        [one] { $games } partie jouée
       *[other] { $games } parties jouées
    }
profile-games-won = victoires : { $games }
# Daily posters that the member named; how many days in a row, now
profile-posters =
    { $posters ->
        [one] { $posters } affiche du jour trouvée · { $days } de suite
       *[other] { $posters } affiches du jour trouvées · { $days } de suite
    }
profile-points =
    { $points ->
        [one] { $points } point
       *[other] { $points } points
    }
profile-rounds =
    { $rounds ->
        [one] { $rounds } manche
       *[other] { $rounds } manches
    }
profile-rounds-won = victoires : { $rounds }
profile-streak =
    { $rounds ->
        [one] Meilleure série : { $rounds } manche gagnée d'affilée
       *[other] Meilleure série : { $rounds } manches gagnées d'affilée
    }
profile-no-games = Aucune partie jouée pour l'instant. `/jeu` en lance une.
profile-genres = Genres préférés : { $genres }
profile-verdicts = A jugé mes réponses justes { $right }×, fausses { $wrong }×
profile-avatar-alt = Avatar
